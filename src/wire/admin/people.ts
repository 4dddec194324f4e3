/** Who may sign in, of a merchant and above merchants, and the list of what they did. */
import { type Static, Type } from 'typebox'
import { CLOSED, Done, limit, reason, seconds, secondsOrNull, textOrNull } from './answers.ts'
import { CONSOLE_ROLES } from './roles.ts'
import type { AdminRoute } from './route.ts'
import { email, personName } from './session.ts'

export const PERSON_STATES = ['invited', 'active', 'disabled'] as const

export const PersonAnswer = Type.Object(
  {
    id: Type.String(),
    email: Type.String(),
    name: Type.String(),
    role: Type.Enum(CONSOLE_ROLES),
    merchant: textOrNull,
    state: Type.Enum(PERSON_STATES),
    second_factor: Type.Boolean(),
    created_at: seconds,
    /** Until then a one-time link is open. */
    link_until: secondsOrNull,
  },
  CLOSED,
)
export type PersonAnswer = Static<typeof PersonAnswer>

export const PeopleAnswer = Type.Object({ people: Type.Array(PersonAnswer) }, CLOSED)
export type PeopleAnswer = Static<typeof PeopleAnswer>

/** The link is shown this once, to be handed to the person. */
export const PersonWithLink = Type.Object({ person: PersonAnswer, link: Type.String() }, CLOSED)
export type PersonWithLink = Static<typeof PersonWithLink>

export const AUDIT_OUTCOMES = ['asked', 'done', 'refused'] as const

export const AuditEntryAnswer = Type.Object(
  {
    id: Type.String(),
    at: seconds,
    /** Null: nobody was signed in. */
    person: textOrNull,
    email: textOrNull,
    role: Type.Union([Type.Enum(CONSOLE_ROLES), Type.Null()]),
    merchant: textOrNull,
    /** Where from: an IP address; `command` for what was done at the machine itself. */
    address: Type.String(),
    action: Type.String(),
    /** What it was done to. */
    object: textOrNull,
    reason: textOrNull,
    outcome: Type.Enum(AUDIT_OUTCOMES),
    /** What else was asked: a JSON object. */
    detail: Type.Record(Type.String(), Type.Unknown()),
  },
  CLOSED,
)
export type AuditEntryAnswer = Static<typeof AuditEntryAnswer>

export const AuditPage = Type.Object({ entries: Type.Array(AuditEntryAnswer), next: textOrNull }, CLOSED)
export type AuditPage = Static<typeof AuditPage>

const after = Type.Optional(Type.String({ pattern: '^aud_[0-9a-f-]{36}$' }))
const auditQuery = Type.Object({ after, limit }, CLOSED)
const roleOfMerchant = Type.Enum(['owner', 'admin', 'finance', 'developer', 'viewer'])
const state = Type.Optional(Type.Enum(['active', 'disabled']))
const name = Type.Optional(personName)
const why = Type.Optional(reason)

const invite = Type.Object({ email, name: personName, role: roleOfMerchant }, CLOSED)
const change = Type.Object({ name, role: Type.Optional(roleOfMerchant), state, reason: why }, CLOSED)

export const PEOPLE_ROUTES = {
  people: {
    method: 'GET',
    path: '/merchants/:merchant/people',
    may: 'people.read',
    told: 'Who may sign in for this merchant.',
    answer: PeopleAnswer,
  },
  invitePerson: {
    method: 'POST',
    path: '/merchants/:merchant/people',
    may: 'people.set',
    told: 'Makes a person, with a one-time link to set a password by.',
    body: invite,
    answer: PersonWithLink,
    proven: true,
    audit: 'person.invited',
    noted: ['email', 'role'],
  },
  changePerson: {
    method: 'PATCH',
    path: '/merchants/:merchant/people/:person',
    may: 'people.set',
    told: 'Changes name, role or state. Who is disabled, or has another role, is signed out everywhere.',
    body: change,
    answer: PersonAnswer,
    proven: true,
    audit: 'person.changed',
    noted: ['role', 'state'],
  },
  linkPerson: {
    method: 'POST',
    path: '/merchants/:merchant/people/:person/link',
    may: 'people.set',
    told: 'A new one-time link, in place of an earlier one: for who has forgotten the password. It does not undo a second factor.',
    answer: PersonWithLink,
    proven: true,
    audit: 'person.linked',
  },
  signPersonOut: {
    method: 'POST',
    path: '/merchants/:merchant/people/:person/sign-out',
    may: 'people.set',
    told: 'Ends all sessions of the person.',
    answer: Done,
    audit: 'person.signed_out',
  },
  audit: {
    method: 'GET',
    path: '/merchants/:merchant/audit',
    may: 'audit.read',
    told: 'Who did and saw what of this merchant, newest first.',
    query: auditQuery,
    answer: AuditPage,
  },
  housePeople: {
    method: 'GET',
    path: '/house/people',
    may: 'house.read',
    told: 'Who may sign in above merchants.',
    answer: PeopleAnswer,
  },
  inviteOperator: {
    method: 'POST',
    path: '/house/people',
    may: 'house.set',
    told: 'Makes an operator, with a one-time link to set a password by.',
    body: Type.Object({ email, name: personName }, CLOSED),
    answer: PersonWithLink,
    proven: true,
    audit: 'person.invited',
    noted: ['email'],
  },
  changeOperator: {
    method: 'PATCH',
    path: '/house/people/:person',
    may: 'house.set',
    told: 'Changes an operator’s name or state. Who is disabled is signed out everywhere.',
    body: Type.Object({ name, state, reason: why }, CLOSED),
    answer: PersonAnswer,
    proven: true,
    audit: 'person.changed',
    noted: ['state'],
  },
  linkOperator: {
    method: 'POST',
    path: '/house/people/:person/link',
    may: 'house.set',
    told: 'A new one-time link for an operator, in place of an earlier one.',
    answer: PersonWithLink,
    proven: true,
    audit: 'person.linked',
  },
  houseAudit: {
    method: 'GET',
    path: '/house/audit',
    may: 'house.read',
    told: 'Who did and saw what, of all merchants and above them, newest first.',
    query: auditQuery,
    answer: AuditPage,
  },
} as const satisfies Readonly<Record<string, AdminRoute>>
