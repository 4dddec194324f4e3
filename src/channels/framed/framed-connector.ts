/**
 * The reference connector: length-prefixed frames over TCP, a table of fields, a cipher. The layout is our own and no real
 * PG's; how to put a real one's in its place is docs/connectors.md.
 */
import type { Words } from '../../wire/rejections.ts'
import type { Address, ConnectorKind } from '../connector.ts'
import { openLine } from './framed-line.ts'
import { type FramedSettings, readSettings } from './settings.ts'

const PRACTICE_CIPHER: Words = {
  ko: 'cipher none은 연습용입니다. 회선에 있는 누구나 수납할 수 있습니다.',
  en: 'cipher none is for practice: whoever is on the line could collect',
}

export const framed: ConnectorKind<FramedSettings> = {
  name: 'framed',
  readSettings,
  addresses: ({ main, backup }) => (backup === null ? [main] : [main, backup]),
  productionProblem: ({ cipher }) => (cipher.name === 'NONE' ? PRACTICE_CIPHER : undefined),
  describe: ({ main, backup, cipher }) =>
    `framed ${at(main)}${backup === null ? '' : `, backup ${at(backup)}`}, cipher ${cipher.name === 'NONE' ? 'none' : 'aes-256-gcm'}`,
  openLine,
}

function at({ host, port }: Address): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}
