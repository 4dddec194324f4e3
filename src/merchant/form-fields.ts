/**
 * `application/x-www-form-urlencoded` as merchants' languages write it: PHP arrays (`k[]=a`, `k[0]=a`, `k[x][y]=a`, the
 * brackets encoded or not) and repeated keys (`k=a&k=b`). Bytes in, the same kind of values out as JSON gives.
 * Built on maps and objects without a prototype, so that no key can reach one.
 */
import type { Given, GivenObject } from './given.ts'

export type FormReading =
  | { readonly ok: true; readonly fields: GivenObject }
  | { readonly ok: false; readonly problem: FormProblem; readonly key: string }

/** `escape`: a percent sign without two hex digits. `encoding`: not UTF-8. `mixed`: one key as a value and as a list. */
export type FormProblem = 'escape' | 'encoding' | 'mixed' | 'too_many' | 'too_deep'

export const FORM_PAIRS_MAX = 1000

export function readForm(bytes: Uint8Array, depthMax: number): FormReading {
  const root: Branch = new Map()
  const pairs = pairsOf(bytes)
  if (pairs.length > FORM_PAIRS_MAX) return { ok: false, problem: 'too_many', key: '' }
  for (const pair of pairs) {
    const at = pair.indexOf(EQUALS)
    const key = decodePart(at === -1 ? pair : pair.subarray(0, at))
    if (typeof key !== 'string') return { ok: false, problem: key.problem, key: '' }
    const value = at === -1 ? '' : decodePart(pair.subarray(at + 1))
    if (typeof value !== 'string') return { ok: false, problem: value.problem, key }
    const path = pathOf(key)
    if (path.length > depthMax) return { ok: false, problem: 'too_deep', key }
    if (!place(root, path, value)) return { ok: false, problem: 'mixed', key }
  }
  return { ok: true, fields: objectOf(root) }
}

/** `values`: all that came under one name; more than one where the name was repeated. */
type Branch = Map<string, Node>
type Node = { readonly values: string[] } | { readonly branch: Branch }

const AMPERSAND = 0x26
const EQUALS = 0x3d
const PERCENT = 0x25
const PLUS = 0x2b
const SPACE = 0x20

function pairsOf(bytes: Uint8Array): readonly Uint8Array[] {
  const pairs: Uint8Array[] = []
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf(AMPERSAND, start)
    const end = found === -1 ? bytes.length : found
    if (end > start) pairs.push(bytes.subarray(start, end))
    start = end + 1
  }
  return pairs
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Escapes are bytes, and only all of them together are text; letters outside ASCII may also come unescaped. */
function decodePart(part: Uint8Array): string | { readonly problem: FormProblem } {
  const decoded = new Uint8Array(part.length)
  let length = 0
  for (let at = 0; at < part.length; at += 1) {
    const byte = part[at] ?? 0
    if (byte === PERCENT) {
      const hex = String.fromCharCode(part[at + 1] ?? 0, part[at + 2] ?? 0)
      if (!/^[0-9A-Fa-f]{2}$/.test(hex)) return { problem: 'escape' }
      decoded[length] = Number.parseInt(hex, 16)
      at += 2
    } else decoded[length] = byte === PLUS ? SPACE : byte
    length += 1
  }
  try {
    return utf8.decode(decoded.subarray(0, length))
  } catch {
    return { problem: 'encoding' }
  }
}

const BRACKETED = /^([^[\]]+)((?:\[[^[\]]*\])+)$/

/** `a[b][]` is `a`, `b` and an empty step; a key with stray brackets is one plain name. */
function pathOf(key: string): readonly string[] {
  const match = BRACKETED.exec(key)
  if (match === null) return [key]
  const [, name = '', steps = ''] = match
  return [name, ...steps.slice(1, -1).split('][')]
}

/** False where the same name already is something else. */
function place(root: Branch, path: readonly string[], value: string): boolean {
  let branch = root
  for (const [depth, step] of path.slice(0, -1).entries()) {
    const name = depth > 0 && step === '' ? nextIndex(branch) : step
    const node = branch.get(name) ?? { branch: new Map() }
    if (!('branch' in node)) return false
    branch.set(name, node)
    branch = node.branch
  }
  const last = path.at(-1) ?? ''
  const name = path.length > 1 && last === '' ? nextIndex(branch) : last
  const node = branch.get(name) ?? { values: [] }
  if (!('values' in node)) return false
  node.values.push(value)
  branch.set(name, node)
  return true
}

/** One more than the greatest index so far, as PHP counts. */
function nextIndex(branch: Branch): string {
  let next = 0
  for (const name of branch.keys()) if (INDEX.test(name)) next = Math.max(next, Number(name) + 1)
  return String(next)
}

const INDEX = /^(?:0|[1-9]\d{0,5})$/

function given(node: Node): Given {
  if ('branch' in node) return isList(node.branch) ? listOf(node.branch) : objectOf(node.branch)
  const [only = '', ...more] = node.values
  return more.length === 0 ? only : node.values
}

/** The indices are 0, 1, 2 …, in whatever order they came. */
function isList(branch: Branch): boolean {
  for (let index = 0; index < branch.size; index += 1) if (!branch.has(String(index))) return false
  return true
}

function listOf(branch: Branch): readonly Given[] {
  return [...branch].toSorted(([a], [b]) => Number(a) - Number(b)).map(([, node]) => given(node))
}

function objectOf(branch: Branch): GivenObject {
  const fields: Record<string, Given> = Object.create(null)
  for (const [name, node] of branch) fields[name] = given(node)
  return fields
}
