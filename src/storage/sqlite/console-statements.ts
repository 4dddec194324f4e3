/** What is read and written for the console, for `statements.ts`. */

const PERSON = 'id, merchant_id, email, version, body'
const SESSION = 'hash, person_id, began_at, seen_at, proven_at'
const AUDIT = 'id, merchant_id, at, body'

export const CONSOLE_LOOK_UPS = {
  person: `select ${PERSON} from console_people where id = ?`,
  personByEmail: `select ${PERSON} from console_people where email = ?`,
  counted: 'select payment_id, version from day_figures_counted where merchant_id = ?',
}

export const CONSOLE_READS = {
  peopleOfMerchant: `select ${PERSON} from console_people where merchant_id = ? order by id`,
  operators: `select ${PERSON} from console_people where merchant_id is null order by id`,
  session: `select ${SESSION} from console_sessions where hash = ?`,
  auditOfMerchant: `select ${AUDIT} from audit where merchant_id = ? and id < ? order by id desc limit ?`,
  auditOfAll: `select ${AUDIT} from audit where id < ?1 order by id desc limit ?2`,
  dayFigures: `select merchant_id, day, currency, kind, count, amount from day_figures
    where merchant_id = ? and day between ? and ? order by day, currency, kind`,
  /** `?4`: business time. `?5`, `?6`: issued before. With what each is listed as, so that a rare status costs no longer walk. */
  placesBrowsed: `select p.rowid as place,
      case when p.ends_at <= ?4 then 'failed' when p.state = 'authorising' then 'ready' else p.state end as status
    from payments p
    where p.merchant_id = ?1 and p.issued_at >= ?2 and p.issued_at <= ?3 and (p.issued_at, p.issued_seq) < (?5, ?6)
    order by p.issued_at desc, p.issued_seq desc limit ?7`,
  idAt: 'select id, issued_at from payments where rowid = ?',
}

export const CONSOLE_WRITES = {
  addPerson: `insert into console_people (${PERSON}) values (?, ?, ?, ?, ?)`,
  changePerson: 'update console_people set merchant_id = ?2, email = ?3, version = ?4, body = ?5 where id = ?1',
  putSession: `insert into console_sessions (${SESSION}) values (?, ?, ?, ?, ?) on conflict (hash) do update
    set seen_at = excluded.seen_at, proven_at = excluded.proven_at`,
  endOldSessions: 'delete from console_sessions where began_at < ?',
  endSession: 'delete from console_sessions where hash = ?',
  endSessions: 'delete from console_sessions where person_id = ? and hash is not ?',
  insertAudit: `insert into audit (${AUDIT}) values (?, ?, ?, ?)`,
  action: 'select fingerprint, answer from console_actions where key = ?',
  insertAction: 'insert into console_actions (key, fingerprint, begun_at) values (?, ?, ?)',
  answerAction: 'update console_actions set answer = ? where key = ?',
  dropOldActions: 'delete from console_actions where begun_at < ?',
  addDayFigure: `insert into day_figures (merchant_id, day, currency, kind, count, amount) values (?, ?, ?, ?, ?, ?)
    on conflict (merchant_id, day, currency, kind) do update
    set count = count + excluded.count, amount = amount + excluded.amount`,
  putCounted: `insert into day_figures_counted (merchant_id, payment_id, version) values (?, ?, ?)
    on conflict (merchant_id) do update set payment_id = excluded.payment_id, version = excluded.version`,
  forgetDayFigures: 'delete from day_figures',
  forgetCounted: 'delete from day_figures_counted',
}
