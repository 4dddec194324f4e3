/**
 * The end of a run: every key is sent again, tills close their day, every merchant is told, the banks' next working day
 * comes (and the process dies in it once more), each side is asked what it knows, and the last process is stopped as it
 * should be.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { drawsFor } from './draws.ts'
import type { Book, Evidence } from './evidence.ts'
import { isAccepted, isCancelled } from './evidence-reading.ts'
import type { MerchantStub } from './merchant-stub.ts'
import type { Run, RunMerchant } from './parties.ts'
import { askAgain } from './returns-desk.ts'
import { callFailed, paidAfterAll } from './shop-town.ts'
import { readRows } from './stored-rows.ts'

const QUIET_MS = 500
const REST_MS = 60_000
/** Over any weekend; no number and no slip of the run ends by then. */
const TO_NEXT_WORKING_DAY = '4d'
const NEXT_DAY_KILLED_WITHIN_MS = 1500
const CALLED_FAILED_MAX = 3

export async function comeToRest(run: Run): Promise<Evidence> {
  const { folder, gate, stub, merchants, lanes, complaints, house } = run
  await Promise.all(lanes.map((lane) => lane.lookBack()))
  const ledgers = merchants.map(({ ledger }) => ledger)
  const sales = ledgers.flatMap((ledger) => ledger.sales)
  const tries = lanes.flatMap((lane) => lane.tries)
  const payouts = lanes.flatMap((lane) => lane.payouts)
  const returns = ledgers.flatMap((ledger) => ledger.returns)
  await Promise.all(merchants.map(askAgain))
  await untilAllIsTold(stub, { sales, tries, returns })
  await nextWorkingDay(run)
  const books = (await Promise.all(merchants.map((merchant) => booksOf(merchant, stub)))).flat()
  const code = await (await gate.life()).stop()
  if (code !== 0) complaints.push(`the gateway ended with ${code} when it was asked to stop`)
  const orders = new Map(merchants.map(({ id, ledger }) => [id, ledger.orders]))
  const stored = await readRows(
    folder,
    orders,
    [...tries, ...payouts].map(({ key }) => key),
  )
  return {
    sales,
    revoked: ledgers.flatMap((ledger) => ledger.revoked),
    tries,
    returns,
    payouts,
    drawers: lanes.map((lane) => lane.drawer),
    questions: stub.questions,
    notices: stub.notices,
    books,
    ...stored,
    complaints: [...complaints, ...stub.complaints, ...house.complaints],
  }
}

/** Until every merchant knows all it must know and nothing more comes; what is missing then is for the judge. */
async function untilAllIsTold(
  stub: MerchantStub,
  { sales, tries, returns }: Pick<Evidence, 'sales' | 'tries' | 'returns'>,
): Promise<void> {
  const refunded = Map.groupBy(returns.filter(isAccepted), ({ sale }) => sale.impUid)
  const endsAt = performance.now() + REST_MS
  for (let before = -1; performance.now() < endsAt; await pause(QUIET_MS)) {
    const heard = new Set(stub.notices.map(({ impUid, status }) => `${impUid} ${status}`))
    const allSold = sales.every(({ impUid }) => heard.has(`${impUid} ready`))
    const allPaid = tries.every(({ kept, sale }) => !kept || heard.has(`${sale.impUid} paid`))
    const allBack = tries.every((one) => !isCancelled(one) || heard.has(`${one.sale.impUid} cancelled`))
    const news = Map.groupBy(stub.notices, ({ impUid }) => impUid)
    const allRefunded = [...refunded].every(([impUid, accepted]) => {
      const ids = new Set(news.get(impUid)?.flatMap(({ refundId }) => refundId ?? []))
      return ids.size >= accepted.length
    })
    if (allSold && allPaid && allBack && allRefunded && stub.hasTakenAll() && before === stub.notices.length) return
    before = stub.notices.length
  }
}

/** Then the bank says what became of its orders, also of those that the operator calls failed the evening before. */
async function nextWorkingDay({ seed, folder, gate, house, stub, merchants }: Run): Promise<void> {
  const calledFailed = (await Promise.all(merchants.map((merchant) => callSomeFailed(folder, merchant)))).flat()
  const life = await gate.life()
  const response = await fetch(`${life.apiUrl}/sandbox/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ advance: TO_NEXT_WORKING_DAY }),
  })
  if (!response.ok) throw new Error(`the clock was not moved: ${await response.text()}`)
  await pause(drawsFor(seed, 'next working day').below(NEXT_DAY_KILLED_WITHIN_MS))
  gate.shut()
  await life.kill()
  stub.nextLife()
  gate.opened(await house.start())
  const endsAt = performance.now() + REST_MS
  const isSilent = async ({ merchant, refund }: Named) => (await paidAfterAll(folder, merchant, refund)) === undefined
  const waits = () => Promise.all([...merchants.map(waitsForBank), ...calledFailed.map(isSilent)])
  while (performance.now() < endsAt && (await waits()).includes(true)) await pause(QUIET_MS)
}

/** The first few that the bank has taken and will pay. */
async function callSomeFailed(folder: string, { id, client, ledger }: RunMerchant): Promise<readonly Named[]> {
  const named: Named[] = []
  const toPay = ledger.returns.filter((one) => one.way === 'paid' && isAccepted(one))
  for (const one of toPay.slice(0, CALLED_FAILED_MAX)) {
    const refund = (await refundsOf(client, one.sale.impUid)).find(({ reason }) => reason === one.key)
    if (refund === undefined) continue
    await callFailed(folder, id, refund.id)
    one.calledFailed = true
    named.push({ merchant: id, refund: refund.id })
  }
  return named
}

interface Named {
  readonly merchant: string
  readonly refund: string
}

async function waitsForBank({ client }: RunMerchant): Promise<boolean> {
  for (let after: string | null = null; ; ) {
    const answer = await client.pendingRefunds(after)
    if (answer.kind !== 'done') throw new Error(`no list of refunds: ${JSON.stringify(answer)}`)
    const { refunds, next } = answer.response
    if (refunds.some(({ route }) => route === 'bank')) return true
    if (next === null) return false
    after = next
  }
}

/** The API's word on every payment the merchant was given or told of. */
async function booksOf({ client, ledger }: RunMerchant, stub: MerchantStub): Promise<readonly Book[]> {
  const own = new Set(ledger.orders)
  const told = new Set(stub.notices.map(({ impUid }) => impUid))
  const known = new Set([...ledger.sales.map(({ impUid }) => impUid), ...told])
  const books: Book[] = []
  for (const impUid of known) {
    const answer = await client.find(impUid)
    if (answer.kind !== 'done' || !own.has(answer.response.merchant_uid)) continue
    const {
      merchant_uid: orderId,
      barcode: number,
      status,
      amount: amountWon,
      paid_at,
      cancel_amount,
    } = answer.response
    const refunds = cancel_amount > 0 ? await refundsOf(client, impUid) : []
    books.push({ impUid, orderId, number, status, amountWon, isCollected: paid_at > 0, refunds })
  }
  return books
}

async function refundsOf(client: RunMerchant['client'], impUid: string): Promise<Book['refunds']> {
  const answer = await client.refundsOf(impUid)
  if (answer.kind !== 'done') throw new Error(`no refunds of ${impUid}: ${JSON.stringify(answer)}`)
  return answer.response.refunds
}
