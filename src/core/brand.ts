/**
 * The values that must not be mixed up, each a plain string or number at run time.
 * They are made only where something was checked: a parser, a stamp of the gateway, a row of storage.
 */
declare const brand: unique symbol
export type Brand<Value, Name extends string> = Value & { readonly [brand]: Name }

/** `mer_...`, ours. */
export type MerchantId = Brand<string, 'MerchantId'>
/** `imp_` and 12 digits. */
export type PaymentId = Brand<string, 'PaymentId'>
/** The merchant's own order number (V1: `merchant_uid`), 1 to 40 characters. */
export type OrderId = Brand<string, 'OrderId'>
/** `channel-key-` and a UUID. */
export type ChannelKey = Brand<string, 'ChannelKey'>
/** `att_...`, one collect key's try. */
export type AttemptId = Brand<string, 'AttemptId'>
/** `rfd_...`, one refund (V1: `cancellation_id`). */
export type RefundId = Brand<string, 'RefundId'>
/** `trf_...`, names one order to transfer at a bank. */
export type TransferId = Brand<string, 'TransferId'>
/** `evt_...` */
export type EventId = Brand<string, 'EventId'>
/** `dlv_...`, also the `webhook-id` of every try. */
export type DeliveryId = Brand<string, 'DeliveryId'>
/** `ep_...`, or `default` for the merchant's Notification URL. */
export type EndpointId = Brand<string, 'EndpointId'>
/** The notices that wait for one receiver, see `queueOf`. */
export type QueueName = Brand<string, 'QueueName'>
/** `rcp_...`, names a cash receipt at its issuer. */
export type ReceiptId = Brand<string, 'ReceiptId'>
/** `rpt_...`, one report file. */
export type ReportId = Brand<string, 'ReportId'>
/** `sus_...`, money that waits for a person. */
export type SuspenseId = Brand<string, 'SuspenseId'>
/** `cmd_...`, answers "did that commit happen?". */
export type CommandId = Brand<string, 'CommandId'>
/** The name of a collection network, e.g. `house`. */
export type NetworkId = Brand<string, 'NetworkId'>
/** What a till scans or a clerk types: 4 to 30 digits, upper-case letters or `-`. */
export type CollectionNumber = Brand<string, 'CollectionNumber'>

/** Business time: milliseconds since 1970, never stepping back, moved by the sandbox clock. */
export type Instant = Brand<number, 'Instant'>
/** Wall time: milliseconds since 1970 as the machine tells it, never moved by the sandbox. */
export type WallTime = Brand<number, 'WallTime'>
/** Monotonic milliseconds of this machine; the budget of one request. Never stored. */
export type MonoTime = Brand<number, 'MonoTime'>
/** An amount in the currency's minor unit (KRW: won, USD: cents); a safe integer. */
export type Money = Brand<number, 'Money'>
