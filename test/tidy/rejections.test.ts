import { test } from 'node:test'
import { allows, finds } from './planted.ts'
import { CORE_LIST, rejectionsWithoutRow, WIRE_TABLE } from './rejections.ts'

const core = "export const REJECTIONS = [\n  'expired', // 'no'\n  'already_paid',\n] as const\n"

test('a rejection without a row is found by its name', () => {
  finds(
    rejectionsWithoutRow,
    { [CORE_LIST]: core, [WIRE_TABLE]: 'const T = { expired: 1 }' },
    /'already_paid' .* no row/,
  )
  finds(
    rejectionsWithoutRow,
    {
      [CORE_LIST]: core,
      [WIRE_TABLE]: "const NAMES = ['already_paid']\nconst T = { expired: 1, not_already_paid: 2 }",
    },
    /'already_paid'/,
  )
  allows(rejectionsWithoutRow, { [CORE_LIST]: core, [WIRE_TABLE]: 'const T = {\n  expired: 1,\n  already_paid: 2,\n}' })
  allows(rejectionsWithoutRow, {
    [CORE_LIST]: core,
    [WIRE_TABLE]: 'const T = { expired: 1, ...PAID }',
    'src/wire/paid-rejections.ts': 'export const PAID = { already_paid: 2 }',
  })
})

test('one file without the other is found, and neither is nothing', () => {
  finds(rejectionsWithoutRow, { [CORE_LIST]: core }, /src\/wire\/rejections\.ts is missing/)
  finds(rejectionsWithoutRow, { [WIRE_TABLE]: 'const T = {}' }, /src\/core\/rejections\.ts is missing/)
  finds(rejectionsWithoutRow, { [CORE_LIST]: 'const A = 1', [WIRE_TABLE]: '' }, /must hold `export const REJECTIONS/)
  allows(rejectionsWithoutRow, {})
})
