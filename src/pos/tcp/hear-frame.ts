/**
 * One frame, answered: head, mac, message, answer, in this order, so that nothing of a stranger's message is looked at.
 * Who cannot show its secret is told the same thing whatever was wrong.
 */
import type { MonoTime } from '../../core/brand.ts'
import { frameParts, sealedFrame, unsealedFrame } from '../../wire/fixed/frame.ts'
import type { Refusal } from '../../wire/till.ts'
import type { Malformation } from '../../wire/till-codes.ts'
import type { Dialect } from '../dialects/dialect.ts'
import { malformedReply, notAcceptedReply, notDoneReply } from '../replies.ts'
import { createTillProof, type OpenSecret } from '../terminal-auth.ts'
import { createTillAnswers, type TillAnswersDeps } from '../till-answers.ts'

export interface HearingDeps extends TillAnswersDeps {
  readonly openSecret: OpenSecret
  readonly dialect: Dialect
}

export interface HeardHow {
  readonly arrivedAt: MonoTime
  /** Nothing is taken any more. */
  readonly isClosing: boolean
  /** Called at once, before anything is asked or written, where the caller has shown who it is. */
  readonly onProven: () => void
}

export interface Hearing {
  /** Rejects only where directory, keys or a value of ours are broken: then nobody can say what was written. */
  hear(frame: Uint8Array, how: HeardHow): Promise<Uint8Array>
  /** To bytes that are no frame. */
  refuse(malformation: Malformation): Uint8Array
}

export function createHearing(deps: HearingDeps): Hearing {
  const { dialect, gateway } = deps
  const wall = gateway.wall
  const prove = createTillProof(deps)
  const answerTill = createTillAnswers(deps)
  const unread = (refusal: Refusal): Uint8Array => sealedFrame(unsealedFrame(dialect.writeUnread(refusal)))
  const refuse = (malformation: Malformation): Uint8Array => unread(malformedReply(malformation, wall()))
  return {
    async hear(frame, { arrivedAt, isClosing, onProven }) {
      const { unsealed, content, mac } = frameParts(frame)
      const heard = dialect.read(content)
      if (heard === undefined) return refuse(NO_HEAD)
      const { terminal, sentAtMs } = heard
      const proven = mac === undefined ? undefined : prove({ terminal, sentAtMs, mac, signed: [unsealed] })
      if (proven === undefined) return sealedFrame(unsealedFrame(heard.write(notAcceptedReply(wall()))))
      onProven()
      const message = heard.message()
      const reply = isClosing
        ? notDoneReply(wall())
        : 'rule' in message
          ? malformedReply(message, wall())
          : await answerTill(proven.till, { ...message, arrivedAt })
      const answer = unsealedFrame(heard.write(reply))
      return sealedFrame(answer, proven.sign(answer))
    },
    refuse,
  }
}

const NO_HEAD: Malformation = {
  field: 'head',
  rule: { ko: '공통부의 모든 항목이 제자리에', en: 'every field of the head at its place' },
}
