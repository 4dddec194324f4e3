/** SQL about report files, money in suspense and tills' business days. */

/** Of a collection that no till asked for. */
const LATE_OF = (name: string): string => `select payment_id from events
      where merchant_id = $1 and type = 'collected_late' and split_part(split_part(data, '"${name}":"', 2), '"', 1) = $2`

/** To be added to a look by the names of an attempt. */
export const OR_LATE = `union ${['attemptId', 'gatewayRef', 'approvalNo'].map(LATE_OF).join(' union ')}`

const REPORT = 'id, head, taken_at, ended'
const ROW =
  'r.report, r.no, r.network, r.number, r.kind, r.currency, r.told, r.result, r.sale, r.attempt, r.payment_id, r.suspense, r.judged_at'
const SUSPENSE = 'id, state, body'
/** $1: network or null. $2: before this id. Newest first. */
const SUSPENSE_LISTED = `select ${SUSPENSE} from suspense
  where id < $2 and ($1::text is null or network = $1)`

export const REPORT_TEXTS = {
  report: `select ${REPORT} from reports where id = $1`,
  reportsListed: `select ${REPORT} from reports
    where ($1::text is null or network = $1) and ($2::text is null or date = $2) and id < $3
    order by id desc limit $4`,
  unfinishedReports: 'select id from reports where ended is null order by id',
  toldRows: 'select told from reports where id = $1',
  doneRows: 'select no from report_rows where report = $1 order by no',
  rowCounts: 'select result, count(*) as count from report_rows where report = $1 group by result',
  reportRowsListed: `select ${ROW} from report_rows r
    where r.report = $1 and r.no > $3 and ($2::text is null or r.result = $2) order by r.no limit $4`,
  /** $1: tills' days and a slash. $2: behind all their keys. $3: the kind of file. */
  oursOnly: `select a.key, a.state, a.payment_id, a.body
    from unnest($1::text[], $2::text[]) with ordinality as d(first, behind, place)
    cross join lateral (
      select b.key, b.state, b.payment_id, b.body from attempts b
      where b.key collate "C" > d.first and b.key collate "C" < d.behind and b.state in ('collected', 'in_doubt')
        and not exists (select 1 from report_rows r where r.attempt = b.key and r.kind = $3)
      order by b.key collate "C" offset 0) a
    order by d.place, a.key collate "C"`,
  suspense: `select ${SUSPENSE} from suspense where id = $1`,
  suspensesListed: `${SUSPENSE_LISTED} order by id desc limit $3`,
  unsettledListed: `${SUSPENSE_LISTED} and state = $4 and state in ('open', 'held') order by id desc limit $3`,
  settledListed: `${SUSPENSE_LISTED} and state = $4 order by id desc limit $3`,
  /** What another node took at the same time stays. */
  takeReport: `insert into reports (id, network, sender_kind, sender, file_id, date, head, told, taken_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (network, sender_kind, sender, file_id) do nothing`,
  reportOfName: `select ${REPORT} from reports where network = $1 and sender_kind = $2 and sender = $3 and file_id = $4`,
  endReport: 'update reports set ended = $1 where id = $2 and ended is null',
  // What a batch loads.
  reportRows: `select ${ROW} from unnest($1::text[], $2::bigint[]) as k(report, no)
    join report_rows r on r.report = k.report and r.no = k.no`,
  /** $3: of each, so many, the newest. */
  toldOfNumbers: `select ${ROW} from unnest($1::text[], $2::text[]) as k(network, number)
    cross join lateral (
      select * from report_rows q where q.network = k.network and q.number = k.number
      order by q.judged_at desc, q.report desc, q.no desc limit $3) r
    order by r.judged_at, r.report, r.no`,
  lockSuspense: `select ${SUSPENSE} from suspense where id = any($1::text[]) order by id for update`,
  lockTillDays: 'select day, opened_at, closed from till_days where day = any($1::text[]) order by day for update',
  requestsOfDays: `select r.key, r.kind, r.fingerprint, r.answer
    from unnest($1::text[], $2::text[]) as d(first, behind)
    join till_requests r on r.key collate "C" > d.first and r.key collate "C" < d.behind`,
  attemptsOfDays: `select a.key, a.state, a.payment_id, a.body
    from unnest($1::text[], $2::text[]) as d(first, behind)
    join attempts a on a.key collate "C" > d.first and a.key collate "C" < d.behind`,
} as const
