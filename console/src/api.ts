/** The gateway's API for this page, in the one way it is called: what it refuses is an `AdminError` with words to show. */
import { createAdminClient } from '../../sdk/src/admin.ts'

export type {
  AdminRouteName,
  AdminRoutes,
  ConsolePayment,
  ConsoleRole,
  DeliveryAnswer,
  DeliveryDetail,
  DoubtAnswer,
  OursOnly,
  PaymentDetail,
  Permission,
  PlayAnswer,
  PracticeScripts,
  RefundAnswer,
  RefundDetail,
  ReportAnswer,
  ReportRows,
  SessionAnswer,
  SuspenseAnswer,
  TryAnswer,
  Unmasked,
  Words,
} from '../../sdk/src/admin.ts'
export { type AdminCallOptions, AdminError, type AdminInput, BANKS } from '../../sdk/src/admin.ts'

export const api = createAdminClient()
