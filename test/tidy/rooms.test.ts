import { test } from 'node:test'
import { allows, finds } from './planted.ts'
import { forbiddenImports, strangeRooms } from './rooms.ts'

test('a file outside the rooms is found', () => {
  finds(strangeRooms, { 'src/billing/a.ts': '' }, /src\/billing\/a\.ts is in no room/)
  finds(strangeRooms, { 'src/a.ts': '' }, /in no room/)
  allows(strangeRooms, { 'src/core/a.ts': '', 'test/a.ts': '' })
})

test('an import against the plan is found, and the sentence says what is allowed', () => {
  const text = "\nimport { y } from '../storage/y.ts'"
  finds(
    forbiddenImports,
    { 'src/core/x.ts': text },
    /^src\/core\/x\.ts:2 imports src\/storage\/y\.ts\. core may import: numbers\. Move/,
  )
  finds(forbiddenImports, { 'src/wire/x.ts': text }, /wire may import: no other room/)
})

test('type-only and dynamic imports count', () => {
  finds(
    forbiddenImports,
    { 'src/core/x.ts': "import type { W } from '../wire/w.ts'" },
    /imports types of src\/wire\/w\.ts/,
  )
  finds(forbiddenImports, { 'src/core/x.ts': "await import('../wire/w.ts')" }, /imports src\/wire\/w\.ts/)
})

test('the gateway knows of storage its interface and nothing behind it', () => {
  allows(forbiddenImports, { 'src/gateway/x.ts': "import type { S } from '../storage/storage.ts'" })
  finds(
    forbiddenImports,
    { 'src/gateway/x.ts': "import { S } from '../storage/sqlite/s.ts'" },
    /gateway may import: .*storage\.ts/,
  )
})

test('the edge takes types and pure words of core, never its deciding', () => {
  allows(forbiddenImports, { 'src/pos/x.ts': "import type { P } from '../core/payment.ts'" })
  allows(forbiddenImports, { 'src/pos/x.ts': "import { toMajorAmount } from '../core/money.ts'" })
  finds(
    forbiddenImports,
    { 'src/pos/x.ts': "import { decide } from '../core/decide.ts'" },
    /pos may import: gateway, types of core/,
  )
})

test('the SDK and the examples stand alone, and nothing of the product hangs on them', () => {
  finds(forbiddenImports, { 'sdk/src/x.ts': "import { w } from '../../src/wire/w.ts'" }, /x\.ts:1 .* stands alone/)
  finds(forbiddenImports, { 'sdk/src/x.ts': "import { w } from './test-w.ts'" }, /stands alone/)
  finds(forbiddenImports, { 'examples/x.ts': "import { w } from '../sdk/src/w.ts'" }, /stands alone/)
  finds(forbiddenImports, { 'src/cli/x.ts': "import { w } from '../../sdk/src/w.ts'" }, /stands alone/)
  allows(forbiddenImports, { 'sdk/src/x.ts': "import { w } from './testing/w.ts'" })
  allows(forbiddenImports, { 'sdk/src/x.test.ts': "import { w } from '../../src/wire/w.ts'" })
  allows(forbiddenImports, { 'examples/x.ts': "import { createClient } from 'sunap-sdk'" })
})

test('tests reach further, but a leaf is tested alone and a product file never uses what is for tests', () => {
  allows(forbiddenImports, { 'src/gateway/x.test.ts': "import { m } from '../storage/memory/memory-storage.ts'" })
  finds(forbiddenImports, { 'src/core/x.test.ts': "import { w } from '../wire/w.ts'" }, /core may import/)
  finds(forbiddenImports, { 'src/gateway/x.ts': "import { s } from '../../test/core-story.ts'" }, /which is for tests/)
})
