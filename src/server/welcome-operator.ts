/**
 * What a production gateway shows when it serves: where, under which address, on which data, and what is still missing.
 * It stands in the machine's journal for years, so there is no secret in it.
 */
import { readDatabaseAddress } from './database-address.ts'
import { type FirstWords, isLoopback, shownFolder } from './first-words.ts'
import type { Running, StartOptions } from './start.ts'

export function welcomeOperator(
  running: Pick<Running, 'apiUrl' | 'posUrl' | 'tcpUrls' | 'storage'>,
  { config, version }: Pick<StartOptions, 'config' | 'version'>,
): FirstWords {
  const { host, publicUrl, dataFolder, databaseUrl, language } = config
  const words = WORDS[language]
  const { merchants, tills } = running.storage.directory.current()
  const remarks = [
    ...(isLoopback(host) ? [] : [words.open(host)]),
    ...(merchants.size === 0 ? [words.noMerchant] : []),
    ...(tills.size === 0 ? [words.noTill] : []),
  ]
  const screen = [
    `Sunap ${version}  ${words.production}   Node ${process.versions.node}   ${words.ready((performance.now() / 1000).toFixed(1))}`,
    `  ${words.merchants}   ${running.apiUrl}   ${words.as} ${publicUrl}`,
    `  ${words.tills}   ${running.posUrl}`,
    ...running.tcpUrls.map(({ dialect, url }) => `  ${words.frames}   ${url}   ${dialect}`),
    `  ${words.data}   ${keeper(databaseUrl, dataFolder)}`,
    ...remarks.map((remark) => `  ${remark}`),
  ].join('\n')
  return { screen, happened: [] }
}

function keeper(databaseUrl: string | null, dataFolder: string): string {
  if (databaseUrl === null) return `SQLite, ${shownFolder(dataFolder)}`
  const { host, port, database } = readDatabaseAddress(databaseUrl)
  return `PostgreSQL, ${host} ${port}, ${database}`
}

const WORDS = {
  en: {
    production: 'production',
    ready: (seconds: string) => `ready after ${seconds} s`,
    merchants: 'merchants, customers',
    tills: 'tills               ',
    frames: 'tills, in frames    ',
    data: 'data                ',
    as: 'reached as',
    open: (host: string) => `listening on ${host} without TLS: let nobody but your proxy reach these ports`,
    noMerchant: 'no merchant yet: npm run sunap -- help',
    noTill: 'no till yet',
  },
  ko: {
    production: '운영',
    ready: (seconds: string) => `${seconds}초 만에 준비`,
    merchants: '가맹점, 고객',
    tills: 'POS 단말    ',
    frames: 'POS 전문(TCP)',
    data: '데이터      ',
    as: '밖에서는',
    open: (host: string) => `${host}에서 TLS 없이 듣고 있습니다: 이 포트에는 프록시만 닿게 하세요`,
    noMerchant: '가맹점이 아직 없습니다: npm run sunap -- help',
    noTill: 'POS 단말이 아직 없습니다',
  },
} as const
