/**
 * What merchants and operators do about notices, on one keeper with its keys. A process has one of each, for the API and
 * for commands alike: changes of endpoints wait for one another there.
 */
import { randomUUID } from 'node:crypto'
import { createDeliveries } from '../gateway/deliveries.ts'
import { createEndpoints } from '../gateway/endpoints.ts'
import type { NoticeDesk } from '../merchant/notice-desk.ts'
import { createRenderNotice } from '../merchant/render-notice.ts'
import type { GuardedClient } from '../outbound/guarded-client.ts'
import { createTrialCall } from '../outbound/trial-call.ts'
import type { Storage } from '../storage/storage.ts'
import { random } from './machine.ts'
import { makeSecretWith, type Secrets } from './secrets.ts'

/** With the way out, which a command has not. */
export function openNoticeDesk(storage: Storage, secrets: Secrets, client: Pick<GuardedClient, 'post'>): NoticeDesk {
  const sendTrial = createTrialCall({
    client,
    openSecret: secrets.open,
    wall: storage.clock.wall,
    newId: () => `test_${randomUUID()}`,
  })
  return { ...openNoticeVerbs(storage, secrets), sendTrial }
}

/** The bodies of notices, made of what is stored. */
export function noticeRenderer(storage: Storage): ReturnType<typeof createRenderNotice> {
  return createRenderNotice(createDeliveries({ storage }))
}

export type NoticeVerbs = Pick<NoticeDesk, 'endpoints' | 'deliveries'>

export function openNoticeVerbs(storage: Storage, secrets: Secrets): NoticeVerbs {
  return {
    endpoints: createEndpoints({ storage, random, makeSecret: makeSecretWith(secrets) }),
    deliveries: createDeliveries({ storage }),
  }
}
