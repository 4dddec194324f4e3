/** Who may sign in to the console, by command: the way in for the first, and for who has lost their way in. */
import { changePerson, makeLink } from '../admin/change-person.ts'
import { makePerson } from '../admin/people.ts'
import type { MerchantId, WallTime } from '../core/brand.ts'
import { CONSOLE_ROLES, type ConsoleRole, type Person } from '../core/console.ts'
import { timeOrderedId } from '../gateway/stamps.ts'
import type { Storage } from '../storage/storage.ts'
import { timeText } from './endpoint-verbs.ts'
import { random } from './machine.ts'
import { findMerchant } from './merchant-verbs.ts'
import {
  type Options,
  oneOf,
  type Row,
  type Shown,
  shownName,
  type Verb,
  type VerbDeps,
  VerbError,
} from './verb-options.ts'

export interface ConsoleDesk {
  readonly keeper: Storage['console']
  readonly wall: () => WallTime
  /** Where people reach the console. */
  readonly publicUrl: () => string
}

export const CONSOLE_VERBS = {
  'console-invite': { takes: ['email!', 'name!', 'merchant', 'role'], run: invite },
  'console-link': { takes: ['email!', 'drop-second-factor'], run: link },
  'console-list': { takes: ['merchant'], run: list },
} as const satisfies Readonly<Record<string, Verb>>

/** Of a merchant as its owner, or another of its roles; without a merchant above all of them. */
async function invite(options: Options, deps: VerbDeps): Promise<Shown> {
  const merchantId = options['merchant'] === undefined ? null : findMerchant(options, deps).id
  const role = oneOf<ConsoleRole>(options, 'role', CONSOLE_ROLES) ?? (merchantId === null ? 'operator' : 'owner')
  if ((role === 'operator') !== (merchantId === null))
    throw new VerbError({
      ko: `--role ${role}: 운영자에게는 --merchant가 없고, 다른 역할에는 있어야 합니다.`,
      en: `--role ${role}: an operator has no --merchant, and everybody else has one`,
    })
  const email = emailIn(options)
  const made = await makePerson(consoleDeps(deps), { email, name: shownName(options, 'name') ?? '', role, merchantId })
  if (made === undefined)
    throw new VerbError({
      ko: `--email ${email}: 이미 쓰이는 이메일입니다. 새 링크는 console-link로 만듭니다.`,
      en: `--email ${email} is in use; console-link gives its person a new link`,
    })
  await note(deps, 'person.invited', made.person)
  return { ...describePerson(made.person), link: made.url, good_until: timeText(made.person.link?.expiresAt ?? 0) }
}

/** In place of an earlier one. Who has lost the phone too needs the second factor dropped. */
async function link(options: Options, deps: VerbDeps): Promise<Shown> {
  const email = emailIn(options)
  const drops = oneOf(options, 'drop-second-factor', ['yes', 'no']) === 'yes'
  const { keeper } = deps.console
  const found = await keeper.findPersonByEmail(email)
  if (found === undefined)
    throw new VerbError(
      { ko: `--email ${email}: 그런 사람이 없습니다.`, en: `--email ${email}: nobody has it` },
      'console-list',
    )
  const made = makeLink(consoleDeps(deps), found.id)
  const person = await changePerson(keeper, found.id, ({ state }) =>
    state === 'disabled' ? undefined : { link: made.link, ...(drops ? { secondFactor: null, recoveryCodes: [] } : {}) },
  )
  if (person === undefined)
    throw new VerbError({
      ko: `--email ${email}: 사용이 정지된 사람입니다. 먼저 다시 켜야 합니다.`,
      en: `--email ${email} is disabled: whoever may has to enable it first`,
    })
  await note(deps, drops ? 'person.linked_without_second_factor' : 'person.linked', person)
  return { ...describePerson(person), link: made.url, good_until: timeText(made.link.expiresAt) }
}

async function list({ merchant }: Options, { console: { keeper } }: VerbDeps): Promise<Shown> {
  return (await keeper.people(merchant === undefined ? null : (merchant as MerchantId))).map(describePerson)
}

function emailIn({ email = '' }: Options): string {
  if (!/^[^\s@]+@[^\s@]+$/.test(email) || email.length > 254)
    throw new VerbError({
      ko: `--email ${email}: name@host 형식이어야 합니다.`,
      en: `--email ${email}: it is name@host`,
    })
  return email.toLowerCase()
}

function consoleDeps({ console: { keeper, wall, publicUrl } }: VerbDeps) {
  return { keeper, gateway: { wall }, publicUrl: publicUrl(), random }
}

/** At the machine itself nobody is signed in. */
async function note({ console: { keeper, wall } }: VerbDeps, action: string, of: Person): Promise<void> {
  await keeper.writeAudit({
    id: `aud_${timeOrderedId(wall(), random)}`,
    at: wall(),
    person: null,
    merchantId: of.merchantId,
    address: 'command',
    action,
    object: of.id,
    reason: null,
    outcome: 'done',
    detail: { email: of.email, role: of.role },
  })
}

function describePerson({ id, email, name, role, merchantId, state, secondFactor }: Person): Row {
  return {
    person: id,
    email,
    name,
    role,
    merchant: merchantId ?? '-',
    state,
    second_factor: secondFactor === null ? 'off' : 'on',
  }
}
