/** A schema's history: numbered SQL files beside a keeper, each applied once, in order. */
import { readdirSync, readFileSync } from 'node:fs'

export interface Migration {
  readonly number: number
  readonly sql: string
}

/** In order, without a gap. */
export function readMigrations(folder: URL): readonly Migration[] {
  const files = readdirSync(folder)
    .filter((name) => /^\d{4}-[a-z0-9-]+\.sql$/.test(name))
    .sort()
  return files.map((name, index) => {
    const number = Number(name.slice(0, 4))
    if (number !== index + 1) throw new Error(`migrations do not count on: ${name} stands at place ${index + 1}`)
    return { number, sql: readFileSync(new URL(name, folder), 'utf8') }
  })
}

/** What a version says of data that a newer one wrote; it leaves such data alone. */
export function newerSchema(present: number, known: number): string {
  return [
    `the data was written by a newer version of Sunap (schema ${present}, this one knows ${known}): start that version,`,
    'or restore a backup made before the upgrade /',
    `더 새로운 버전의 Sunap이 만든 데이터입니다 (스키마 ${present}, 이 버전은 ${known}까지). 그 버전으로 실행하거나 업그레이드 전 백업을 복원하세요.`,
  ].join(' ')
}
