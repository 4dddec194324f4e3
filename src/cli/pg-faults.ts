/** How the practice PG misbehaves: what it does to the answer of one of the next requests. */

export const FAULTS = {
  no_answer: 'does it and says nothing',
  late: 'does it and answers after so many ms',
  wrong_length: 'does it and says a length that is not so',
  garbage: 'does it and answers bytes that are no frame',
  drop: 'does it and hangs up without an answer',
  lose: 'hangs up without having done it',
  refuse: 'refuses with this code',
  other_trace: 'does it and answers as if something else had been asked',
} as const

export type FaultName = keyof typeof FAULTS

export interface Fault {
  readonly name: FaultName
  /** Milliseconds of `late`, the code of `refuse`. */
  readonly value: string
}

export function isFault(name: string): name is FaultName {
  return Object.hasOwn(FAULTS, name)
}
