/**
 * The story that `npm run demo` tells: a sale, the same request again, a second till, a seller who is sold out, a lost
 * reply; and at the end the money in the drawer beside the gateway's and the seller's books.
 */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PaymentId } from '../core/brand.ts'
import { seoulDate } from '../core/seoul-day.ts'
import type { Happening } from '../gateway/happening.ts'
import { groupNumber } from '../numbers/show-number.ts'
import { createTillClient, type TillClient, type TillExchange } from '../sandbox/till-client.ts'
import { type Language, readConfig, readLanguage } from '../server/config.ts'
import { amountText } from '../server/event-log.ts'
import { faultText } from '../server/fault-log.ts'
import { type RunningSandbox, startSandbox } from '../server/start-sandbox.ts'
import { readVersion } from '../server/version.ts'
import type { CollectReply } from '../wire/till.ts'
import { demoWords } from './demo-words.ts'

/** The exit code. */
export async function runDemo(): Promise<number> {
  const language = readLanguage()
  const words = demoWords(language)
  const folder = mkdtempSync(join(tmpdir(), 'sunap-demo-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => process.exit(EXIT_CALLED_OFF))
  try {
    const running = await startIn(folder, language)
    try {
      await tellStory(running, words)
    } finally {
      await running.stop()
    }
    return 0
  } catch (error) {
    console.error(`\n${words.wrong} ${error instanceof Error ? error.message : error}`)
    return 1
  }
}

const EXIT_CALLED_OFF = 130

function startIn(dataFolder: string, language: Language): Promise<RunningSandbox> {
  return startSandbox({
    config: { ...readConfig({ SUNAP_DATA: dataFolder, SUNAP_PORT: '0', SUNAP_POS_PORT: '0' }), language },
    version: readVersion(),
    onFatal(error) {
      throw error
    },
    reportFault: (fault) => console.error(faultText(fault)),
  })
}

const HEARD_WITHIN_MS = 5000

type Words = ReturnType<typeof demoWords>

interface Stage {
  readonly running: RunningSandbox
  readonly words: Words
  readonly tills: readonly [TillClient, TillClient]
  readonly happened: Happening[]
  stan: number
  step: number
  drawer: number
}

interface Sold {
  readonly imp_uid: string
  readonly number: string
  readonly amount: number
}

async function tellStory(running: RunningSandbox, words: Words): Promise<void> {
  const [first, second] = running.practice.terminals
  assert(first !== undefined && second !== undefined)
  const till = ({ id, secret }: typeof first): TillClient =>
    createTillClient({ url: running.posUrl, terminal: id, secret })
  const stage: Stage = { running, words, tills: [till(first), till(second)], happened: [], stan: 0, step: 0, drawer: 0 }
  const stopWatching = running.parts.happenings.watch((happening) => stage.happened.push(happening))
  try {
    await sellOnce(stage)
    await refuseOnce(stage)
    await loseReply(stage)
    await compareBooks(stage)
  } finally {
    stopWatching()
  }
}

/** 1 to 7: a sale, the same request again, another till. */
async function sellOnce(stage: Stage): Promise<void> {
  const { words } = stage
  const sold = await sell(stage)
  const [till, otherTill] = stage.tills
  const inquiry = await timed(() => till.inquire({ ...key(stage), number: sold.number }))
  const { reply } = inquiry.value
  expectCode(reply, '0000')
  assert('merchant' in reply)
  line(stage, words.inquiry, words.till(1), `${reply.merchant}, ${reply.name}, ${won(stage, reply.amount)}`, inquiry.ms)

  const sale = { ...key(stage), number: sold.number, amount: sold.amount, currency: 'KRW', pay_type: 'cash' } as const
  const collect = await timed(() => till.collect(sale))
  const approved = collect.value.reply
  expectCode(approved, '0000')
  assert('approval_no' in approved)
  stage.drawer += sold.amount
  const asked = await happening(stage, 'asked', sold)
  line(stage, words.confirm, words.askedSeller, `${asked.detail}`, asked.latencyMs)
  line(stage, words.collect, words.till(1), `${words.approved} ${approved.approval_no}`, collect.ms)
  const told = await happening(stage, 'told', sold)
  assert(told.delivery.state === 'delivered', `the notice ended as ${told.delivery.state}: ${told.detail}`)
  line(stage, words.notice, words.sellerTold, told.delivery.status, told.latencyMs)

  const again = await timed(() => till.collect(sale))
  assert(Buffer.compare(again.value.raw, collect.value.raw) === 0, 'the same key got another answer')
  line(stage, words.again, words.sameKey, words.sameAnswer, again.ms)
  const elsewhere = await timed(() => otherTill.collect({ ...sale, ...key(stage) }))
  expectCode(elsewhere.value.reply, '2103')
  line(stage, words.elsewhere, words.sameNumber, textOf(stage, elsewhere.value), elsewhere.ms)
}

/** 8: the seller says no while the money is on the counter. */
async function refuseOnce(stage: Stage): Promise<void> {
  const { words, tills } = stage
  await call(stage, '/shop/behave', { confirm: 'refuse', reason: words.soldOut })
  const sold = await sell(stage, 'quiet')
  const sale = { ...key(stage), number: sold.number, amount: sold.amount, currency: 'KRW', pay_type: 'cash' } as const
  const refused = await timed(() => tills[0].collect(sale))
  expectCode(refused.value.reply, '2301')
  line(stage, words.refused, words.sellerSays(words.soldOut), textOf(stage, refused.value), refused.ms)
  await call(stage, '/shop/behave', { confirm: 'accept' })
}

/** 9: the reply to a collect is lost; the till undoes what it cannot know, and the money goes back. */
async function loseReply(stage: Stage): Promise<void> {
  const { words, tills, running } = stage
  const sold = await sell(stage, 'quiet')
  const original = key(stage)
  await tills[0].collect({ ...original, number: sold.number, amount: sold.amount, currency: 'KRW', pay_type: 'cash' })
  const { business_date, stan } = original
  const reversed = await timed(() =>
    tills[0].reverse({ ...key(stage), original: { business_date, stan }, reason: 'timeout' }),
  )
  const { reply } = reversed.value
  assert('original' in reply && reply.original === 'reversed', 'the reversal was not acknowledged')
  const payment = await running.storage.payments.find(running.practice.merchantId, sold.imp_uid as PaymentId)
  assert(payment?.state === 'ready', 'a reversed number must be payable again')
  line(stage, words.lostReply, words.tillReverses, words.payableAgain, reversed.ms)
}

async function compareBooks(stage: Stage): Promise<void> {
  const { words, drawer, running } = stage
  await running.parts.dispatcher.drain()
  const shop = await call(stage, '/shop/orders')
  const sellers = Number(shop['paid_total'])
  const gateways = await paidAtGateway(stage)
  console.log(`\n${words.books(won(stage, drawer), won(stage, gateways), won(stage, sellers))}`)
  assert(gateways === drawer, 'the gateway and the drawer differ')
  assert(sellers === drawer, 'the seller and the drawer differ')
}

/** Of every number that was issued here. */
async function paidAtGateway({ running, happened }: Stage): Promise<number> {
  let sum = 0
  for (const each of happened) {
    if (each.type !== 'issued') continue
    const payment = await running.storage.payments.find(each.payment.merchantId, each.payment.id)
    if (payment?.state === 'paid') sum += payment.amount
  }
  return sum
}

async function sell(stage: Stage, quiet?: 'quiet'): Promise<Sold> {
  const issued = await timed(() => call(stage, '/shop/orders', {}))
  const { imp_uid, number, amount } = issued.value
  assert(typeof imp_uid === 'string' && typeof number === 'string' && typeof amount === 'number')
  if (quiet === undefined)
    line(stage, stage.words.issue, 'POST /cvs', `${imp_uid} ready   ${groupNumber(number)}`, issued.ms)
  return { imp_uid, number, amount }
}

async function call({ running }: Stage, path: string, body?: object): Promise<Readonly<Record<string, unknown>>> {
  const request =
    body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const answer = await fetch(new URL(path, running.apiUrl), request)
  const text = await answer.text()
  assert(answer.ok, `${path} answered ${answer.status}: ${text}`)
  return JSON.parse(text)
}

function key(stage: Stage): { readonly business_date: string; readonly stan: string } {
  stage.stan += 1
  return { business_date: seoulDate(stage.running.storage.clock.now()), stan: String(stage.stan) }
}

/** What the gateway says has happened to this payment; waits for it a few seconds. */
async function happening<Type extends 'asked' | 'told'>(
  { running, happened }: Stage,
  type: Type,
  { imp_uid }: Sold,
): Promise<Extract<Happening, { type: Type }>> {
  const isIt = (each: Happening): each is Extract<Happening, { type: Type }> =>
    each.type === type &&
    ('delivery' in each ? each.delivery.paymentId : 'payment' in each ? each.payment?.id : undefined) === imp_uid
  const found = happened.find(isIt)
  if (found !== undefined) return found
  const { promise, resolve, reject } = Promise.withResolvers<Extract<Happening, { type: Type }>>()
  const timer = setTimeout(() => reject(new Error(`no ${type} within ${HEARD_WITHIN_MS / 1000} s`)), HEARD_WITHIN_MS)
  const stop = running.parts.happenings.watch((each) => {
    if (isIt(each)) resolve(each)
  })
  return promise.finally(() => {
    clearTimeout(timer)
    stop()
  })
}

function expectCode(reply: { readonly code: string; readonly text: { readonly en: string } }, code: string): void {
  assert(reply.code === code, `expected ${code}, the till was answered ${reply.code} ${reply.text.en}`)
}

function textOf({ words }: Stage, { reply }: TillExchange<CollectReply>): string {
  return `${reply.code} ${reply.text[words.language]}`
}

function won({ words }: Stage, amount: number): string {
  return amountText(amount as Parameters<typeof amountText>[0], 'KRW', words.language)
}

async function timed<Value>(run: () => Promise<Value>): Promise<{ readonly value: Value; readonly ms: number }> {
  const startedAt = performance.now()
  const value = await run()
  return { value, ms: performance.now() - startedAt }
}

function line(stage: Stage, what: string, where: string, result: string, ms: number): void {
  stage.step += 1
  console.log(
    `${stage.step} ${padded(what, 12)}${padded(where, 22)}${padded(result, 46)} ${String(Math.max(1, Math.round(ms))).padStart(4)} ms`,
  )
}

/** Hangul is two columns wide in a terminal. */
function padded(text: string, columns: number): string {
  const width = [...text].reduce((sum, character) => sum + (/[\uac00-\ud7a3]/.test(character) ? 2 : 1), 0)
  return text + ' '.repeat(Math.max(1, columns - width))
}
