/** What is read and written for the console, for `statements.ts`. */

const PERSON = 'id, merchant_id, email, version, body'
const SESSION = 'hash, person_id, began_at, seen_at, proven_at'
const AUDIT = 'id, merchant_id, at, body'

const RECORD_TEXTS = {
  person: `select ${PERSON} from console_people where id = $1`,
  personByEmail: `select ${PERSON} from console_people where email = $1`,
  peopleOfMerchant: `select ${PERSON} from console_people where merchant_id = $1 order by id`,
  operators: `select ${PERSON} from console_people where merchant_id is null order by id`,
  addPerson: `insert into console_people (${PERSON}) values ($1, $2, $3, $4, $5) on conflict do nothing`,
  lockPerson: `select ${PERSON} from console_people where id = $1 for update`,
  changePerson: 'update console_people set merchant_id = $2, email = $3, version = $4, body = $5 where id = $1',
  session: `select ${SESSION} from console_sessions where hash = $1`,
  putSession: `insert into console_sessions (${SESSION}) values ($1, $2, $3, $4, $5) on conflict (hash) do update
    set seen_at = excluded.seen_at, proven_at = excluded.proven_at`,
  endOldSessions: 'delete from console_sessions where began_at < $1',
  endSession: 'delete from console_sessions where hash = $1',
  endSessions: 'delete from console_sessions where person_id = $1 and ($2::text is null or hash <> $2)',
  insertAudit: `insert into audit (${AUDIT}) values ($1, $2, $3, $4)`,
  auditOfMerchant: `select ${AUDIT} from audit where merchant_id = $1 and id < $2
    order by id desc limit $3`,
  auditOfAll: `select ${AUDIT} from audit where id < $1 order by id desc limit $2`,
  action: 'select fingerprint, answer from console_actions where key = $1',
  addAction: `insert into console_actions (key, fingerprint, begun_at) values ($1, $2, $3)
    on conflict (key) do nothing`,
  answerAction: 'update console_actions set answer = $1 where key = $2',
  dropOldActions: 'delete from console_actions where begun_at < $1',
  dayFigures: `select merchant_id, day, currency, kind, count, amount from day_figures
    where merchant_id = $1 and (day = 0 or day between $2 and $3) order by day, currency, kind`,
  counted: 'select payment_id, version from day_figures_counted where merchant_id = $1',
  lockCounted: 'select payment_id, version from day_figures_counted where merchant_id = $1 for update',
  /** The first writer of a merchant's row; who comes second waits, and then sees it. */
  addCounted: `insert into day_figures_counted (merchant_id, payment_id, version) values ($1, $2, $3)
    on conflict (merchant_id) do nothing`,
  putCounted: 'update day_figures_counted set payment_id = $2, version = $3 where merchant_id = $1',
} as const

/** `payment`: the columns of one, of `p`. */
export function consoleTexts(payment: string) {
  return { ...RECORD_TEXTS, ...paymentTexts(payment) } as const
}

function paymentTexts(payment: string) {
  /** By the keyed hash of a customer's field. $3, $4: issued before. */
  const ofBuyer = (column: string): string => `select ${payment} from personal e
    join payments p on p.merchant_id = e.merchant_id and p.id = e.payment_id
    where e.merchant_id = $1 and e.${column} = $2 and (p.issued_at, p.issued_seq) < ($3, $4)
    order by p.issued_at desc, p.issued_seq desc limit $5`
  return {
    feedEnd: `select payment_id, version from events where merchant_id = $1 and position is not null
      order by position desc limit 1`,
    phoneOfBuyer: ofBuyer('phone_hash'),
    phoneLast4OfBuyer: ofBuyer('phone_last4_hash'),
    emailOfBuyer: ofBuyer('email_hash'),
    nameOfBuyer: ofBuyer('name_hash'),
    /**
     * $4: business time. $5, $6: issued before. $7: how many are looked at. $8: a status or null. $9, $10: small letters of
     * what is looked for, and as it stands inside JSON; the terms hold more than the goods. $11: how many are wanted.
     */
    browsed: `select ${payment} from (
        select q.id, q.issued_at, q.issued_seq,
          case when q.ends_at <= $4 then 'failed' when q.state = 'authorising' then 'ready' else q.state end as status
        from payments q
        where q.merchant_id = $1 and q.issued_at >= $2 and q.issued_at <= $3
          and (q.issued_at, q.issued_seq) < ($5, $6)
        order by q.issued_at desc, q.issued_seq desc limit $7) place
      join payments p on p.merchant_id = $1 and p.id = place.id
      where ($8::text is null or place.status = $8) and ($9::text is null
        or strpos(lower(p.order_id collate "C"), $9) > 0 or strpos(p.id, $9) > 0
        or strpos(lower(p.number collate "C"), $9) > 0 or strpos(lower(p.terms collate "C"), $10) > 0)
      order by place.issued_at desc, place.issued_seq desc limit $11`,
    /** The last of a piece, where it is as long as it may be. */
    endOfPiece: `select q.id, q.issued_at from payments q
      where q.merchant_id = $1 and q.issued_at >= $2 and q.issued_at <= $3 and (q.issued_at, q.issued_seq) < ($4, $5)
      order by q.issued_at desc, q.issued_seq desc limit 1 offset $6`,
  } as const
}
