/** Who stands behind a channel, by command: the file of a contract looked at and sealed, shown without its secrets, tried. */

import { openPgLine } from '../channels/channel-lines.ts'
import type { ConnectorKind, LineTools } from '../channels/connector.ts'
import { CONNECTOR_NAMES, connectorNamed } from '../channels/connectors.ts'
import type { Channel, Connector } from '../core/merchant.ts'
import { type PgAnswer, refusalText } from '../gateway/channel-port.ts'
import { createGuardedTcp } from '../outbound/guarded-tcp.ts'
import { checkCallableUrl, type UrlRules } from '../outbound/url-rules.ts'
import type { Words } from '../wire/rejections.ts'
import { after, random } from './machine.ts'
import type { Secrets } from './secrets.ts'
import { closedWords, VerbError } from './verb-options.ts'

export interface ConnectorDesk {
  /** `file`: what stands in it. Throws `VerbError`. */
  read(kind: string, file: string): Pick<Connector, 'kind' | 'sealed'>
  describe(connector: Connector): string
  /** In how many milliseconds the PG answered. Throws `VerbError` where it did not. */
  probe(connector: Connector, channel: Channel): Promise<number>
}

/** For the name and the connection together, of each address. */
export const PG_CONNECT_MS = 2000

/** What is told of it in Korean is not in the log's English. */
function probeWords(answer: Exclude<PgAnswer, { kind: 'done' }>): Words {
  if (answer.kind === 'refused')
    return { ko: `PG가 거절했습니다: ${refusalText(answer)}`, en: `it was refused: ${refusalText(answer)}` }
  const ko = answer.sent
    ? 'PG에 닿았지만 알아들을 수 있는 응답이 없었습니다. 암호 키와 MID를 확인해 주세요.'
    : 'PG에 연결하지 못했습니다. 주소와 방화벽을 확인해 주세요.'
  return { ko, en: answer.detail }
}

export function openConnectorDesk({ seal, open }: Pick<Secrets, 'seal' | 'open'>, rules: UrlRules): ConnectorDesk {
  return {
    read(kind, file) {
      const named = connectorNamed(kind)
      if (named === undefined)
        throw new VerbError({
          ko: `--connector ${kind}: ${CONNECTOR_NAMES.join(', ')} 중 하나여야 합니다.`,
          en: `--connector ${kind}: it is one of ${CONNECTOR_NAMES.join(', ')}`,
        })
      named.open((connector) => checkFile(connector, file, rules))
      return { kind, sealed: seal(file) }
    },
    describe({ kind, sealed }) {
      const named = connectorNamed(kind)
      return named === undefined ? kind : named.open((connector) => described(connector, open(sealed)))
    },
    async probe(connector, channel) {
      const tcp = createGuardedTcp({ guard: rules.guard, connectMs: PG_CONNECT_MS })
      const tools: LineTools = { openTcp: tcp.open, now: Date.now, after, random }
      const line = openPgLine(connector, channel, { openSealed: open, tools, reportFault: () => {} })
      const startedAt = performance.now()
      const answer = await line.probe()
      tcp.close()
      if (answer.kind === 'done') return Math.round(performance.now() - startedAt)
      throw new VerbError(probeWords(answer))
    },
  }
}

function checkFile<Settings>(
  { readSettings, addresses, productionProblem }: ConnectorKind<Settings>,
  file: string,
  rules: UrlRules,
): void {
  const reading = readSettings(parsed(file))
  if (!reading.ok) throw unfit(reading.problem)
  for (const { host, port } of addresses(reading.settings)) {
    const url = `https://${host.includes(':') ? `[${host}]` : host}:${port}`
    const verdict = checkCallableUrl(url, rules)
    if (verdict.ok) continue
    const { ko, en } = closedWords(verdict)
    throw new VerbError({
      ko: `--connector-config: ${host}:${port}: ${ko}`,
      en: `--connector-config: ${host}:${port}: ${en}`,
    })
  }
  const problem = rules.guard.mode === 'production' ? productionProblem(reading.settings) : undefined
  if (problem !== undefined) throw unfit(problem)
}

function unfit(problem: Words): VerbError {
  return new VerbError({ ko: `--connector-config: ${problem.ko}`, en: `--connector-config: ${problem.en}` })
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(file)
  } catch {
    throw new VerbError({
      ko: '--connector-config: 파일이 JSON이 아닙니다.',
      en: '--connector-config: the file holds no JSON',
    })
  }
}

function described<Settings>({ name, readSettings, describe }: ConnectorKind<Settings>, file: string): string {
  const reading = readSettings(parsed(file))
  return reading.ok ? describe(reading.settings) : `${name}, ${reading.problem.en}`
}
