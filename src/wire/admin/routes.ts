/** Every route of the console's API, by the name its client calls it by. */
import { DESK_ROUTES } from './desks.ts'
import { NOTICE_ROUTES } from './notices.ts'
import { PAYMENT_ROUTES } from './payments.ts'
import { PEOPLE_ROUTES } from './people.ts'
import { PRACTICE_ROUTES } from './practice.ts'
import { REFUND_DESK_ROUTES } from './refunds.ts'
import type { AdminRoute } from './route.ts'
import { SESSION_ROUTES } from './session.ts'
import { SETTING_ROUTES } from './settings.ts'
import { STORE_ROUTES } from './store.ts'

export const ADMIN_ROUTES = {
  ...SESSION_ROUTES,
  ...PAYMENT_ROUTES,
  ...REFUND_DESK_ROUTES,
  ...NOTICE_ROUTES,
  ...PEOPLE_ROUTES,
  ...SETTING_ROUTES,
  ...STORE_ROUTES,
  ...DESK_ROUTES,
  ...PRACTICE_ROUTES,
} as const satisfies Readonly<Record<string, AdminRoute>>

export type AdminRouteName = keyof typeof ADMIN_ROUTES

/** What each says of itself, where the names alone are not enough. */
export const ADMIN_ROUTE_ROWS: Readonly<Record<AdminRouteName, AdminRoute>> = ADMIN_ROUTES
