/**
 * Who may do what in the console: one table, read by the guard of its API and by the pages that hide what would be refused.
 * An operator stands above merchants; everybody else belongs to one merchant and sees nothing of any other.
 */
export const CONSOLE_ROLES = ['operator', 'owner', 'admin', 'finance', 'developer', 'viewer'] as const
export type ConsoleRole = (typeof CONSOLE_ROLES)[number]

export const PERMISSIONS = [
  'payments.read',
  /** Revoke, amend, suspend, resume. */
  'payments.change',
  'payments.issue',
  /** The customer's fields in clear, one payment at a time and with a reason. */
  'payments.unmask',
  'payments.export',
  'refunds.read',
  'refunds.ask',
  /** Whose account money goes to in clear, and what became of money: of a refund, in suspense, in doubt, in a report. */
  'refunds.settle',
  'notices.read',
  'notices.resend',
  /** Endpoints, their secrets, trial calls. */
  'notices.set',
  'keys.read',
  'keys.set',
  'merchant.read',
  'merchant.set',
  'channels.set',
  'people.read',
  'people.set',
  'audit.read',
  /** Merchants, networks, shops, tills, people above merchants. */
  'house.read',
  'house.set',
  /** In the sandbox: its clock, and tills to play with. */
  'practice.steer',
] as const
export type Permission = (typeof PERMISSIONS)[number]

const LOOKING: readonly Permission[] = ['payments.read', 'refunds.read', 'notices.read', 'merchant.read']

const MANAGING: readonly Permission[] = [
  ...LOOKING,
  'payments.change',
  'payments.issue',
  'payments.unmask',
  'payments.export',
  'refunds.ask',
  'notices.resend',
  'notices.set',
  'keys.read',
  'keys.set',
  'merchant.set',
  'people.read',
  'people.set',
  'practice.steer',
]

export const MAY: Readonly<Record<ConsoleRole, readonly Permission[]>> = {
  operator: PERMISSIONS,
  owner: [...MANAGING, 'audit.read'],
  admin: MANAGING,
  finance: [...LOOKING, 'payments.unmask', 'payments.export', 'refunds.ask'],
  developer: [
    'payments.read',
    'notices.read',
    'merchant.read',
    'notices.resend',
    'notices.set',
    'keys.read',
    'keys.set',
    'practice.steer',
  ],
  viewer: LOOKING,
}

/** Whom each may invite and change: nobody makes anybody who may do more than they do. */
export const MAY_MAKE: Readonly<Record<ConsoleRole, readonly ConsoleRole[]>> = {
  operator: CONSOLE_ROLES,
  owner: ['owner', 'admin', 'finance', 'developer', 'viewer'],
  admin: ['admin', 'finance', 'developer', 'viewer'],
  finance: [],
  developer: [],
  viewer: [],
}
