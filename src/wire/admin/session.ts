/** Signing in and out, and what one has of oneself: password, second factor, sessions. */
import { type Static, Type } from 'typebox'
import { CLOSED, Done, seconds, textOrNull } from './answers.ts'
import { PASSWORD_CHARACTERS_MAX, PASSWORD_CHARACTERS_MIN } from './password-rules.ts'
import { CONSOLE_ROLES, PERMISSIONS } from './roles.ts'
import type { AdminRoute } from './route.ts'

export const EMAIL_CHARACTERS_MAX = 254
export const PERSON_NAME_CHARACTERS_MAX = 40

export const email = Type.String({ minLength: 3, maxLength: EMAIL_CHARACTERS_MAX, pattern: '^[^\\s@]+@[^\\s@]+$' })
export const personName = Type.String({
  minLength: 1,
  maxLength: PERSON_NAME_CHARACTERS_MAX,
  pattern: '^[^\\p{C}\\p{Zl}\\p{Zp}]+$',
})
/** A given one; a new one is longer. */
const password = Type.String({ minLength: 1, maxLength: PASSWORD_CHARACTERS_MAX })
const newPassword = Type.String({ minLength: PASSWORD_CHARACTERS_MIN, maxLength: PASSWORD_CHARACTERS_MAX })
/** Six digits of the app, or a recovery code. */
const code = Type.String({ minLength: 6, maxLength: 24 })
const linkToken = Type.String({ minLength: 20, maxLength: 200 })

export const SECOND_FACTORS = ['on', 'off', 'required'] as const

export const SessionAnswer = Type.Object(
  {
    person: Type.Object(
      { id: Type.String(), email: Type.String(), name: Type.String(), role: Type.Enum(CONSOLE_ROLES) },
      CLOSED,
    ),
    /** Null: above all merchants. */
    merchant: Type.Union([Type.Object({ id: Type.String(), name: Type.String() }, CLOSED), Type.Null()]),
    permissions: Type.Array(Type.Enum(PERMISSIONS)),
    /** To be sent as `X-Sunap-Csrf` with everything that is not a GET. */
    csrf: Type.String(),
    /** It ends then at the latest, and before that after `idle_s` without a request. */
    ends_at: seconds,
    idle_s: Type.Integer(),
    /** `required`: until there is one, nothing else can be done. */
    second_factor: Type.Enum(SECOND_FACTORS),
    /** Until then what needs a proof can be done; after that `POST /session/prove` first. */
    proven_until: seconds,
    recovery_codes_left: Type.Integer({ minimum: 0 }),
    /** Nothing here is real money. */
    practice: Type.Boolean(),
    version: Type.String(),
  },
  CLOSED,
)
export type SessionAnswer = Static<typeof SessionAnswer>

export const LINK_KINDS = ['invitation', 'reset'] as const

export const LinkAnswer = Type.Object(
  {
    kind: Type.Enum(LINK_KINDS),
    email: Type.String(),
    name: Type.String(),
    role: Type.Enum(CONSOLE_ROLES),
    merchant: textOrNull,
    expires_at: seconds,
  },
  CLOSED,
)
export type LinkAnswer = Static<typeof LinkAnswer>

export const SecondFactorBegun = Type.Object(
  {
    /** Base32, for typing. */
    secret: Type.String(),
    /** `otpauth://…`, for the picture that an app scans. */
    uri: Type.String(),
    /** That picture, as the text of an SVG. */
    picture: Type.String(),
  },
  CLOSED,
)
export type SecondFactorBegun = Static<typeof SecondFactorBegun>

/** Shown once. */
export const RecoveryCodes = Type.Object({ recovery_codes: Type.Array(Type.String()) }, CLOSED)
export type RecoveryCodes = Static<typeof RecoveryCodes>

export const SESSION_ROUTES = {
  signIn: {
    method: 'POST',
    path: '/sign-in',
    may: 'anybody',
    told: 'Signs in. 401 `wrong`: one of them is wrong, and nobody says which. 401 `code_needed`: send the code too.',
    body: Type.Object({ email, password, code: Type.Optional(code) }, CLOSED),
    answer: SessionAnswer,
  },
  lookAtLink: {
    method: 'POST',
    path: '/links/look',
    may: 'anybody',
    told: 'What a one-time link is for. It stays good.',
    body: Type.Object({ token: linkToken }, CLOSED),
    answer: LinkAnswer,
  },
  useLink: {
    method: 'POST',
    path: '/links/use',
    may: 'anybody',
    told: 'Sets a password by a one-time link, which ends it, and signs in. Who has a second factor gives its code too.',
    body: Type.Object(
      { token: linkToken, password: newPassword, name: Type.Optional(personName), code: Type.Optional(code) },
      CLOSED,
    ),
    answer: SessionAnswer,
  },
  session: {
    method: 'GET',
    path: '/session',
    may: 'signed_in',
    told: 'Who is signed in, and what they may do.',
    answer: SessionAnswer,
  },
  signOut: { method: 'POST', path: '/session/end', may: 'signed_in', told: 'Signs out here.', answer: Done },
  signOutEverywhere: {
    method: 'POST',
    path: '/session/end-all',
    may: 'signed_in',
    told: 'Ends all of one’s sessions, this one too.',
    answer: Done,
    audit: 'sessions.ended',
  },
  prove: {
    method: 'POST',
    path: '/session/prove',
    may: 'signed_in',
    told: 'Proves again that it is you, for what needs it. The session is renewed: take the new `csrf`.',
    body: Type.Object({ password, code: Type.Optional(code) }, CLOSED),
    answer: SessionAnswer,
  },
  changePassword: {
    method: 'POST',
    path: '/session/password',
    may: 'signed_in',
    told: 'Sets another password; all other sessions of the person end.',
    body: Type.Object({ current: password, password: newPassword }, CLOSED),
    answer: SessionAnswer,
    audit: 'password.changed',
  },
  beginSecondFactor: {
    method: 'POST',
    path: '/session/second-factor/begin',
    may: 'signed_in',
    told: 'Makes the secret of a second factor. It counts only once a code of it was confirmed.',
    answer: SecondFactorBegun,
    proven: true,
  },
  confirmSecondFactor: {
    method: 'POST',
    path: '/session/second-factor/confirm',
    may: 'signed_in',
    told: 'Turns the second factor on, and shows the recovery codes this once; all other sessions of the person end.',
    body: Type.Object({ code }, CLOSED),
    answer: RecoveryCodes,
    proven: true,
    audit: 'second_factor.on',
  },
  removeSecondFactor: {
    method: 'POST',
    path: '/session/second-factor/remove',
    may: 'signed_in',
    told: 'Turns the second factor off.',
    answer: Done,
    proven: true,
    audit: 'second_factor.off',
  },
} as const satisfies Readonly<Record<string, AdminRoute>>
