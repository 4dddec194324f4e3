/** A practice gateway for test suites: started, driven and ended from a test. Node alone. */

export { GatewayNotFound } from './testing/gateway-source.ts'
export type { NoticeFilter } from './testing/receiver.ts'
export {
  type ClockAnswer,
  type Misbehaviour,
  type PayOptions,
  type Play,
  type PracticePayment,
  SandboxRefused,
} from './testing/sandbox-api.ts'
export { type ConfirmAnswer, type Sandbox, type SandboxOptions, startSandbox } from './testing/start-sandbox.ts'
export type { Notice } from './webhooks.ts'
export { testHeaders } from './webhooks.ts'
