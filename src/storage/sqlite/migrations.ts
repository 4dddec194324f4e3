/**
 * The schema's history: numbered SQL files, each applied once, in its own transaction together with the number it leaves
 * behind. A file written by a newer version is left alone.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { whole } from './cells.ts'
import type { SqlHandle } from './handle.ts'
import { pragma } from './pragmas.ts'

export interface Migration {
  readonly number: number
  readonly sql: string
}

const FOLDER = new URL('./migrations/', import.meta.url)

/** In order, without a gap. */
export function readMigrations(): readonly Migration[] {
  const files = readdirSync(FOLDER)
    .filter((name) => /^\d{4}-[a-z0-9-]+\.sql$/.test(name))
    .sort()
  return files.map((name, index) => {
    const number = Number(name.slice(0, 4))
    if (number !== index + 1) throw new Error(`migrations do not count on: ${name} stands at place ${index + 1}`)
    return { number, sql: readFileSync(new URL(name, FOLDER), 'utf8') }
  })
}

export function migrate(handle: SqlHandle, migrations: readonly Migration[]): void {
  const present = whole(pragma(handle, 'user_version'), 'user_version')
  if (present > migrations.length) throw new Error(newerSchema(present, migrations.length))
  for (const { number, sql } of migrations.slice(present)) {
    handle.exec(`begin immediate; ${sql}; pragma user_version = ${number}; commit`)
  }
}

function newerSchema(present: number, known: number): string {
  return [
    `the data was written by a newer version of Sunap (schema ${present}, this one knows ${known}): start that version,`,
    'or restore a backup made before the upgrade /',
    `더 새로운 버전의 Sunap이 만든 데이터입니다 (스키마 ${present}, 이 버전은 ${known}까지). 그 버전으로 실행하거나 업그레이드 전 백업을 복원하세요.`,
  ].join(' ')
}
