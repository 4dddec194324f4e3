/**
 * The console as one of its people has it: somebody of a role is made by the operator's own means, follows their one-time
 * link, and stands on a page.
 */
import type { Browser, Page } from 'playwright-core'
import { makePerson } from '../../src/admin/people.ts'
import type { ConsoleRole } from '../../src/core/console.ts'
import { random } from '../../src/server/machine.ts'
import type { RunningGateway } from '../e2e/running-gateway.ts'
import { openPage, type Viewer } from './page-checks.ts'

export const password = 'correct horse battery staple'

export interface Somebody {
  readonly email: string
  readonly role: ConsoleRole
  /** The session's cookie, as `Cookie` has it. */
  readonly cookie: string
  /** For what is no GET. */
  readonly csrf: string
}

let made = 0

/** With a password and a session. Those of a merchant are of the sandbox's. */
export async function somebody(gateway: RunningGateway, role: ConsoleRole): Promise<Somebody> {
  made += 1
  const email = `${role}-${made}@shop.example`
  const link = await invited(gateway, { email, role })
  const reply = await fetch(`${gateway.running.apiUrl}/admin/api/links/use`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: gateway.running.apiUrl },
    body: JSON.stringify({ token: link.slice(link.indexOf('#') + 1), password }),
  })
  const cookie = reply.headers.getSetCookie()[0]?.split(';')[0]
  if (!reply.ok || cookie === undefined) throw new Error(`nobody signed in: ${reply.status} ${await reply.text()}`)
  const { csrf } = (await reply.json()) as { csrf: string }
  return { email, role, cookie, csrf }
}

/** Their one-time link. */
export async function invited(
  { running: { storage, apiUrl, parts, practice } }: RunningGateway,
  { email, role }: { readonly email: string; readonly role: ConsoleRole },
): Promise<string> {
  const deps = { keeper: storage.console, gateway: parts.gateway, publicUrl: apiUrl, random }
  const merchantId = role === 'operator' ? null : practice.merchantId
  const person = await makePerson(deps, { email, name: '김하나', role, merchantId })
  if (person === undefined) throw new Error(`${email} is somebody's`)
  return person.url
}

/** On the page at `path`, below `/console`; `/m` stands for the sandbox's merchant. */
export async function openConsole(
  browser: Browser,
  gateway: RunningGateway,
  { cookie }: Somebody,
  path: string,
  viewer: Viewer = {},
): Promise<Page> {
  const page = await openPage(browser, { size: 'desktop', ...viewer })
  const [name = '', value = ''] = cookie.split('=')
  await page.context().addCookies([{ name, value, url: gateway.running.apiUrl, httpOnly: true, sameSite: 'Strict' }])
  await page.goto(consoleUrl(gateway, path))
  return page
}

export function consoleUrl({ running: { apiUrl, practice } }: RunningGateway, path: string): string {
  return `${apiUrl}/console${path.replace(/^\/m(?=[/?]|$)/, `/m/${practice.merchantId}`)}`
}
