/**
 * The house plan: which rooms there are below src/, and who may import whom. Type-only imports count, for what a room
 * knows by name it also depends on. Tests may reach further, but the three leaves are tested alone.
 */
import { allImports, type Import } from './imports.ts'
import { isForTests, roomOf, type SourceTree } from './source-tree.ts'

const INTERFACE_OF_STORAGE = 'storage/storage.ts'

/** What a room at the edge may use of core: its types, and these pure words. Deciding goes through the gateway. */
const WORDS_OF_CORE = [
  'types of core',
  'core/money.ts',
  'core/delivery.ts',
  'core/endpoint.ts',
  'core/event-id.ts',
  'core/token.ts',
  'core/refund.ts',
  'core/rejections.ts',
  'core/seoul-day.ts',
  'core/standing.ts',
  'core/v1-status.ts',
]

/** `room`: all of it. `room/file.ts`: that file. `types of room`: `import type` alone. */
const MAY_IMPORT: Readonly<Record<string, readonly string[] | 'everything'>> = {
  core: ['numbers'],
  numbers: [],
  wire: [],
  storage: ['core'],
  gateway: ['core', 'numbers', INTERFACE_OF_STORAGE],
  outbound: ['core', 'wire', INTERFACE_OF_STORAGE],
  channels: ['core', 'gateway/channel-port.ts', 'outbound/confirm-breaker.ts', 'wire', INTERFACE_OF_STORAGE],
  merchant: ['gateway', ...WORDS_OF_CORE, 'numbers', 'wire'],
  pos: ['gateway', ...WORDS_OF_CORE, 'numbers', 'wire'],
  pay: ['gateway', ...WORDS_OF_CORE, 'numbers', 'wire'],
  admin: ['gateway', ...WORDS_OF_CORE, 'numbers', 'wire'],
  sandbox: ['wire'],
  exam: ['outbound', 'wire'],
  server: 'everything',
  cli: 'everything',
}

const LEAVES = ['core', 'numbers', 'wire']

export function strangeRooms(tree: SourceTree): string[] {
  return [...tree.keys()].flatMap((path) => {
    if (!path.startsWith('src/')) return []
    const room = roomOf(path)
    if (room !== undefined && room in MAY_IMPORT) return []
    return [`${path} is in no room. The rooms below src/ are: ${Object.keys(MAY_IMPORT).join(', ')}.`]
  })
}

/** Outside src/, and installed or copied by others: each stands alone. Examples use the SDK as its users do, as a package. */
const SATELLITES = ['sdk/src/', 'examples/']

export function forbiddenImports(tree: SourceTree): string[] {
  return allImports(tree).flatMap((each) => {
    const { from, line, target } = each
    const room = roomOf(from)
    if (target !== undefined && straysFrom(from, target)) {
      return [
        `${from}:${line} imports ${target}. What others install or copy stands alone: bring it along, or do without.`,
      ]
    }
    if (room === undefined || target === undefined) return []
    if (!isForTests(from) && isForTests(target)) {
      return [`${from}:${line} imports ${target}, which is for tests. Move what both need into a file of its own.`]
    }
    return mayImport(each, room) ? [] : [sentence(each, room)]
  })
}

function straysFrom(from: string, target: string): boolean {
  if (from.startsWith('src/') && !isForTests(from)) return SATELLITES.some((home) => target.startsWith(home))
  const home = SATELLITES.find((each) => from.startsWith(each))
  return home !== undefined && !isForTests(from) && (!target.startsWith(home) || isForTests(target))
}

function mayImport({ from, target = '', typesOnly }: Import, room: string): boolean {
  const targetRoom = roomOf(target)
  const allowed = MAY_IMPORT[room]
  if (targetRoom === undefined || targetRoom === room || allowed === undefined || allowed === 'everything') return true
  if (isForTests(from) && !LEAVES.includes(room)) return true
  return allowed.some(
    (each) => each === targetRoom || `src/${each}` === target || (each === `types of ${targetRoom}` && typesOnly),
  )
}

function sentence({ from, line, target, typesOnly }: Import, room: string): string {
  const allowed = MAY_IMPORT[room] ?? []
  const list = allowed.length === 0 || allowed === 'everything' ? 'no other room' : allowed.join(', ')
  return (
    `${from}:${line} imports ${typesOnly ? 'types of ' : ''}${target}. ${room} may import: ${list}. ` +
    `Move the rule to the room that owns it, or pass the value in as an argument.`
  )
}
