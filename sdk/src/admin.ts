/** The client of the console's own API, for its pages. */

export {
  type AdminCallOptions,
  type AdminClient,
  type AdminClientOptions,
  AdminError,
  type AdminInput,
  createAdminClient,
} from './admin/client.ts'
export type * from './admin.gen.ts'
export { ADMIN_ROUTES, BANKS } from './admin.gen.ts'
