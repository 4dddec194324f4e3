/** Which route is answered by whom: a handler for every row of the table, and none without a row. */
import type { Merchant } from '../core/merchant.ts'
import type { ADMIN_ROUTES, AdminRouteName } from '../wire/admin/routes.ts'
import type { Answer } from './answer.ts'
import type { Audit } from './audit.ts'
import { doubtHandlers } from './doubt-desk.ts'
import { noticeHandlers } from './notices.ts'
import { ownHandlers } from './own-account.ts'
import { paymentHandlers } from './payments.ts'
import { createPeople } from './people.ts'
import type { AdminDeps, Asked, Caller, MerchantHandler, OpenHandler, OwnHandler } from './ports.ts'
import { modeHandlers, practiceHandlers } from './practice.ts'
import { refundHandlers } from './refunds.ts'
import { reportHandlers } from './report-desk.ts'
import type { Sessions } from './sessions.ts'
import { settingHandlers, settingRunner } from './settings.ts'
import { signInHandlers } from './sign-in.ts'
import { storeHandlers } from './store.ts'
import { suspenseHandlers } from './suspense-desk.ts'

type NameWith<May> = {
  [Name in AdminRouteName]: (typeof ADMIN_ROUTES)[Name]['may'] extends May ? Name : never
}[AdminRouteName]
type OpenName = NameWith<'anybody'>
type NameBelow<Prefix extends string> = {
  [Name in AdminRouteName]: (typeof ADMIN_ROUTES)[Name]['path'] extends `${Prefix}${string}` ? Name : never
}[AdminRouteName]
export type MerchantRouteName = NameBelow<'/merchants/:merchant'>
type OwnName = Exclude<AdminRouteName, OpenName | MerchantRouteName>

export interface Handlers {
  open(name: AdminRouteName, asked: Asked): Promise<Answer>
  known(name: AdminRouteName, asked: Asked, caller: Caller, merchant: Merchant | undefined): Promise<Answer>
}

export interface HandlerDeps {
  readonly deps: AdminDeps
  readonly sessions: Sessions
  readonly audit: Audit
}

export function handlersOf(of: HandlerDeps): Handlers {
  const open: Readonly<Record<OpenName, OpenHandler>> = { ...signInHandlers(of), ...modeHandlers(of.deps) }
  const own: Readonly<Record<OwnName, OwnHandler>> = { ...ownHandlers(of), ...houseHandlers(of) }
  const ofMerchant: Readonly<Record<MerchantRouteName, MerchantHandler>> = {
    ...paymentHandlers(of),
    ...refundHandlers(of.deps),
    ...noticeHandlers(of.deps),
    ...settingHandlers(of.deps).ofMerchant,
    ...peopleHandlers(of),
    ...doubtHandlers(of.deps).ofMerchant,
    ...practiceHandlers(of.deps).ofMerchant,
  }
  return {
    open: (name, asked) => required(open[name as OpenName], name)(asked),
    known(name, asked, caller, merchant) {
      if (merchant === undefined) return required(own[name as OwnName], name)(asked, caller)
      return required(ofMerchant[name as MerchantRouteName], name)(asked, caller, merchant)
    },
  }
}

function required<Handler>(handler: Handler | undefined, name: string): Handler {
  if (handler === undefined) throw new Error(`broken invariant: nobody answers ${name}`)
  return handler
}

type PeopleName = 'people' | 'invitePerson' | 'changePerson' | 'linkPerson' | 'signPersonOut' | 'audit'

function peopleHandlers({ deps, audit }: HandlerDeps): Record<PeopleName, MerchantHandler> {
  const people = createPeople(deps)
  return {
    people: (_asked, _caller, { id }) => people.list(id),
    invitePerson: (asked, caller, { id }) => people.invite(asked, caller, id),
    changePerson: (asked, caller, { id }) => people.change(asked, caller, id),
    linkPerson: (asked, caller, { id }) => people.link(asked, caller, id),
    signPersonOut: (asked, caller, { id }) => people.signOut(asked, caller, id),
    audit: (asked, _caller, { id }) => audit.list(id, asked),
  }
}

function houseHandlers({ deps, audit }: HandlerDeps) {
  const people = createPeople(deps)
  return {
    housePeople: () => people.list(null),
    inviteOperator: (asked: Asked, caller: Caller) => people.invite(asked, caller, null),
    changeOperator: (asked: Asked, caller: Caller) => people.change(asked, caller, null),
    linkOperator: (asked: Asked, caller: Caller) => people.link(asked, caller, null),
    houseAudit: (asked: Asked) => audit.list(null, asked),
    ...settingHandlers(deps).ofHouse,
    ...storeHandlers(settingRunner(deps)),
    ...suspenseHandlers(deps),
    ...doubtHandlers(deps).ofHouse,
    ...reportHandlers(deps),
    ...practiceHandlers(deps).ofHouse,
  }
}
