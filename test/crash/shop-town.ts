/**
 * Who takes part in a run: merchants and tills of their own, set up over the admin socket as an operator would, so that
 * each has its own secrets and merchants hear of every change.
 */
import { type Static, type TSchema, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { askAdmin } from '../../src/cli/ask-admin.ts'
import type { Terminal } from './till-wire.ts'

export interface MerchantAccount {
  readonly id: string
  readonly impKey: string
  readonly impSecret: string
  /** `whsec_...` */
  readonly webhookSecret: string
}

const TILLS_OF_OUTLET = 4

/** `folder`: of the gateway that runs. */
export async function addMerchant(folder: string, name: string): Promise<MerchantAccount> {
  const added = await command(folder, 'merchant-add', { name, 'v1-notices': 'all' }, MerchantAdded)
  const channel = { merchant: added.merchant, mid: name, 'refund-slip-days': '14' }
  await command(folder, 'channel-add', channel, Anything)
  return {
    id: added.merchant,
    impKey: added.imp_key,
    impSecret: added.imp_secret,
    webhookSecret: added.webhook_secret,
  }
}

/** From now on a collect on it is an approval. */
export async function setTwoPhases(folder: string, network: string): Promise<void> {
  await command(folder, 'network-set', { network, phases: 'two' }, Anything)
}

/** The operator's word about a transfer. */
export async function callFailed(folder: string, merchant: string, refund: string): Promise<void> {
  await command(folder, 'refund-failed', { merchant, refund, note: '은행 전화' }, Anything)
}

/** What the operator is shown of a bank that paid after all; undefined where it did not. */
export async function paidAfterAll(folder: string, merchant: string, refund: string): Promise<string | undefined> {
  return (await command(folder, 'refund-show', { merchant, refund }, RefundShown)).bank_says
}

export async function addTerminals(folder: string, network: string, count: number): Promise<readonly Terminal[]> {
  const terminals: Terminal[] = []
  for (let number = 0; number < count; number += 1) {
    const outlet = `CR${1 + Math.floor(number / TILLS_OF_OUTLET)}`
    const till = String(1 + (number % TILLS_OF_OUTLET))
    const options = { network, outlet, till, chain: '한빛편의점', 'outlet-name': `한빛편의점 ${outlet}` }
    const added = await command(folder, 'till-add', options, TillAdded)
    terminals.push({ id: added.terminal, secret: added.secret })
  }
  return terminals
}

const text = Type.String()
const MerchantAdded = shown(Type.Object({ merchant: text, imp_key: text, imp_secret: text, webhook_secret: text }))
const TillAdded = shown(Type.Object({ terminal: text, secret: text }))
const RefundShown = shown(Type.Object({ bank_says: Type.Optional(text) }))
const Anything = shown(Type.Object({}))

function shown<Shown extends TSchema>(shape: Shown): Shape<Static<Shown>> {
  const compiled = Compile(Type.Object({ ok: Type.Literal(true), shown: shape }))
  return { Check: (value): value is { readonly shown: Static<Shown> } => compiled.Check(value) }
}

interface Shape<Shown> {
  Check(value: unknown): value is { readonly shown: Shown }
}

async function command<Shown>(
  folder: string,
  verb: string,
  options: Readonly<Record<string, string>>,
  shape: Shape<Shown>,
): Promise<Shown> {
  const answer = await askAdmin(folder, { verb, options })
  if (!shape.Check(answer)) throw new Error(`${verb} was answered ${JSON.stringify(answer)}`)
  return answer.shown
}
