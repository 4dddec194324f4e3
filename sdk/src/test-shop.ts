/** For tests only: a real gateway listening on loopback, the line to it, and clients that stand on the line. */
import type { TestContext } from 'node:test'
import { type ApiOptions, type ApiUnderTest, KEYS, openApi } from '../../test/compat/api-under-test.ts'
import { type ClientOptions, createCall, type Nature } from './call.ts'
import { type Client, clientOver } from './client.ts'
import { openLine, type TestLine } from './test-line.ts'

export interface TestShop {
  readonly api: ApiUnderTest
  readonly line: TestLine
  readonly client: Client
  /** The waits between tries, which are not waited for. */
  readonly pausesMs: number[]
  another(options?: Partial<ClientOptions>, nature?: Partial<Nature>): Client
}

export async function openShop(t: TestContext, options?: ApiOptions): Promise<TestShop> {
  const api = await openApi(options)
  t.after(() => api.close())
  const line = await openLine(t, await api.listen())
  const pausesMs: number[] = []
  const nature: Nature = {
    monotonicMs: () => performance.now(),
    random: () => 0,
    async pause(ms, signal) {
      pausesMs.push(ms)
      signal.throwIfAborted()
    },
  }
  const another: TestShop['another'] = (own = {}, changed = {}) =>
    clientOver(createCall({ url: line.url, ...KEYS.shop, ...own }, { ...nature, ...changed }))
  return { api, line, client: another(), pausesMs, another }
}
