/** SQL about report files, money in suspense and tills' business days. */

/** Of a collection that no till asked for. */
const LATE_OF = (path: string): string => `select payment_id from events
      where merchant_id = ?1 and type = 'collected_late' and json_extract(data, '${path}') = ?2`

/** To be added to a look by the names of an attempt. */
export const OR_LATE = `union ${['$.request.attemptId', '$.request.gatewayRef', '$.approvalNo'].map(LATE_OF).join(' union ')}`

const REPORT = 'id, head, taken_at, ended'
const ROW = 'report, no, network, number, kind, currency, told, result, sale, attempt, payment_id, suspense, judged_at'
const SUSPENSE = 'id, state, body'
/** `?1`: network or null. `?2`: before this id. Newest first. */
const SUSPENSE_LISTED = `select ${SUSPENSE} from suspense
  where id < ?2 and (?1 is null or network = ?1)`

export const REPORT_READS = {
  report: `select ${REPORT} from reports where id = ?`,
  reportsListed: `select ${REPORT} from reports
    where (?1 is null or network = ?1) and (?2 is null or date = ?2) and id < ?3
    order by id desc limit ?4`,
  unfinishedReports: 'select id from reports where ended is null order by id',
  toldRows: 'select told from reports where id = ?',
  doneRows: 'select no from report_rows where report = ? order by no',
  rowCounts: 'select result, count(*) as count from report_rows where report = ? group by result',
  reportRowsListed: `select ${ROW} from report_rows
    where report = ?1 and no > ?3 and (?2 is null or result = ?2) order by no limit ?4`,
  /** `?1`: a till's day and a slash. `?2`: behind all its keys. `?3`: the kind of file. */
  oursOnly: `select a.key, a.state, a.payment_id, a.body from attempts a
    where a.key > ?1 and a.key < ?2 and a.state in ('collected', 'in_doubt')
      and not exists (select 1 from report_rows r where r.attempt = a.key and r.kind = ?3) order by a.key`,
  suspense: `select ${SUSPENSE} from suspense where id = ?`,
  suspensesListed: `${SUSPENSE_LISTED} order by id desc limit ?3`,
  unsettledListed: `${SUSPENSE_LISTED} and state = ?4 and state in ('open', 'held') order by id desc limit ?3`,
  settledListed: `${SUSPENSE_LISTED} and state = ?4 order by id desc limit ?3`,
}

export const REPORT_WRITES = {
  reportOfName: `select ${REPORT} from reports where network = ? and sender_kind = ? and sender = ? and file_id = ?`,
  reportById: REPORT_READS.report,
  insertReport: `insert into reports (id, network, sender_kind, sender, file_id, date, head, told, taken_at)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  endReport: 'update reports set ended = ? where id = ? and ended is null',
  reportRow: `select ${ROW} from report_rows where report = ? and no = ?`,
  toldOfNumber: `select ${ROW} from report_rows where network = ? and number = ?
    order by judged_at desc, report desc, no desc limit ?`,
  insertReportRow: `insert into report_rows (${ROW}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  suspenseById: REPORT_READS.suspense,
  putSuspense: `insert into suspense (id, network, state, body) values (?, ?, ?, ?)
    on conflict (id) do update set state = excluded.state, body = excluded.body`,
  tillDay: 'select day, opened_at, closed from till_days where day = ?',
  putTillDay: `insert into till_days (day, opened_at, closed) values (?, ?, ?)
    on conflict (day) do update set opened_at = excluded.opened_at, closed = excluded.closed`,
  attemptsOfDay: 'select key, state, payment_id, body from attempts where key > ? and key < ?',
  requestsOfDay: 'select key, kind, fingerprint, answer from till_requests where key > ? and key < ?',
}
