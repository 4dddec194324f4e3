/** For tests only: people who sign in by hand, with passwords and the codes of an app. */
import assert from 'node:assert/strict'
import type { ConsoleRole } from '../core/console.ts'
import { runVerb } from '../server/directory-verbs.ts'
import { codeAt, stepAt } from './one-time-code.ts'
import type { ConsoleUnderTest, Reply } from './test-console.ts'

export const PASSWORD = 'correct horse battery'

export interface Account {
  readonly email: string
  /** What `console-invite` printed: the part behind the `#`. */
  readonly token: string
}

/** By the operator's command. */
export async function invite(
  { verbDeps, shop }: ConsoleUnderTest,
  { email = 'owner@shop.example', role = 'owner' }: { readonly email?: string; readonly role?: ConsoleRole } = {},
): Promise<Account> {
  const who = { email, name: '김주인', ...(role === 'operator' ? {} : { merchant: shop, role }) }
  const answer = await runVerb({ verb: 'console-invite', options: who }, verbDeps)
  if (!answer.ok || Array.isArray(answer.shown)) assert.fail(JSON.stringify(answer))
  return { email, token: tokenIn((answer.shown as Readonly<Record<string, string>>)['link'] ?? '') }
}

export function tokenIn(link: string): string {
  const [, token = ''] = link.split('#')
  return token
}

/** The cookie that an answer sets, as a request carries it. */
export function cookieOf(reply: Reply): string {
  const [pair = ''] = String(reply.headers['set-cookie'] ?? '').split(';')
  return pair
}

/** Headers of somebody who was just let in. */
export function headersOf(reply: Reply): Readonly<Record<string, string>> {
  assert.equal(reply.status, 200, reply.text)
  return { cookie: cookieOf(reply), 'x-sunap-csrf': (reply.answer as { csrf: string }).csrf }
}

/** Uses the link, which signs in. */
export async function begin(console: ConsoleUnderTest, account: Account): Promise<Readonly<Record<string, string>>> {
  const body = { token: account.token, password: PASSWORD }
  return headersOf(await console.ask({ method: 'POST', path: '/links/use', body }))
}

export function signInAs(
  console: ConsoleUnderTest,
  email: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<Reply> {
  return console.ask({ method: 'POST', path: '/sign-in', body: { email, password: PASSWORD, ...more } })
}

/** Turns the second factor on; answers its secret and the recovery codes. */
export async function turnOnSecondFactor(
  { ask }: ConsoleUnderTest,
  headers: Readonly<Record<string, string>>,
  wall: number,
): Promise<{ readonly secret: Uint8Array; readonly recoveryCodes: readonly string[] }> {
  const begun = await ask({ method: 'POST', path: '/session/second-factor/begin', headers })
  const secret = fromBase32((begun.answer as { secret: string }).secret)
  const body = { code: codeAt(secret, stepAt(wall)) }
  const confirmed = await ask({ method: 'POST', path: '/session/second-factor/confirm', headers, body })
  assert.equal(confirmed.status, 200, confirmed.text)
  return { secret, recoveryCodes: (confirmed.answer as { recovery_codes: string[] }).recovery_codes }
}

/** By another road than the code under test takes. */
export function fromBase32(text: string): Uint8Array {
  const value = [...text].reduce(
    (sum, letter) => sum * 32n + BigInt('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter)),
    0n,
  )
  const bytes = Math.floor((text.length * 5) / 8)
  return Buffer.from(value.toString(16).padStart(bytes * 2, '0'), 'hex')
}
