/**
 * What a server must be before anything is kept on it: the primary, and one that loses nothing it has acknowledged.
 * Looked at on every new line, because settings change and primaries move while a gateway runs.
 */
import { whole } from '../rows/cells.ts'
import type { Row } from '../rows/row.ts'
import { DatabaseFault } from './faults.ts'

/** Its message is a sentence for the operator: what is wrong and what mends it. */
export class DatabaseRefused extends DatabaseFault {
  constructor(message: string, options?: ErrorOptions) {
    super('busy', message, options)
    this.name = 'DatabaseRefused'
  }
}

/** One row; a setting that the engine does not know is absent from `settings`. */
export const SERVER_CHECK = `select case when pg_is_in_recovery() then 1 else 0 end as replica,
  (select count(*) from pg_settings where name = 'fsync' and setting = 'off')::bigint as fsync_off,
  (select count(*) from pg_settings where name = 'full_page_writes' and setting = 'off')::bigint as full_page_writes_off,
  (select count(*) from pg_settings where name = 'synchronous_commit' and setting = 'off')::bigint as synchronous_commit_off,
  (select count(*) from pg_settings where name = 'server_encoding' and setting <> 'UTF8')::bigint as other_encoding`

const OFF = ['fsync', 'full_page_writes', 'synchronous_commit'] as const

/** Throws `DatabaseRefused`. */
export function refuseUnsafe(row: Row): void {
  const isOff = OFF.find((name) => whole(row, `${name}_off`) > 0)
  if (isOff !== undefined)
    throw new DatabaseRefused(
      `the database runs with ${isOff} off: what it has confirmed can be lost when it stops. Set ${isOff} = on ` +
        `(for this role and database too) and start again / 데이터베이스의 ${isOff} 설정이 꺼져 있어, 확정한 거래가 ` +
        `사라질 수 있습니다. ${isOff} = on 으로 바꾼 뒤 다시 시작하세요.`,
    )
  if (whole(row, 'other_encoding') > 0)
    throw new DatabaseRefused(
      "the database's encoding is not UTF8, so Korean names cannot be kept: make one with " +
        'createdb --encoding=UTF8 --template=template0 / 데이터베이스 인코딩이 UTF8이 아닙니다. ' +
        'createdb --encoding=UTF8 --template=template0 으로 새로 만드세요.',
    )
  if (whole(row, 'replica') !== 0)
    throw new DatabaseRefused(
      'the server is a replica, which only reads and may lag behind: name the primary / ' +
        '읽기 전용 복제 서버입니다. 주 서버의 주소를 쓰세요.',
    )
}
