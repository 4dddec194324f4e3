/** The tills' listeners for frames, as the settings name them: none, or one for each dialect and port. */
import { DIALECTS, type DialectName } from '../pos/dialects/all-dialects.ts'
import type { HearingDeps } from '../pos/tcp/hear-frame.ts'
import { createTcpListener } from '../pos/tcp/tcp-listener.ts'

export interface TcpPort {
  readonly dialect: DialectName
  readonly port: number
}

/** `tcp://127.0.0.1:8082` */
export interface TcpUrl {
  readonly dialect: DialectName
  readonly url: string
}

export interface TillLines {
  /** Rejects where a port was taken meanwhile. */
  listen(): Promise<void>
  /** What is wrong with one of them; undefined: nothing is. */
  problem(): 'full' | 'closed' | undefined
  /** Answers what was taken, within the limit. */
  close(limitMs: number): Promise<void>
}

export function buildTillLines(host: string, ports: readonly TcpPort[], deps: Omit<HearingDeps, 'dialect'>): TillLines {
  const lines = ports.map(({ dialect, port }) => {
    const listener = createTcpListener({ ...deps, dialect: DIALECTS[dialect] })
    return { ...listener, listen: () => listener.listen({ host, port }) }
  })
  return {
    async listen() {
      for (const line of lines) await line.listen()
    },
    problem: () => lines.map(({ condition }) => condition()).find((condition) => condition !== 'open'),
    async close(limitMs) {
      await Promise.all(lines.map(({ close }) => close(limitMs)))
    },
  }
}
