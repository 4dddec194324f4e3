/**
 * Reads what `--cpu-prof` writes: a tree of call frames and, for every sample, the frame that was running. Node's own
 * native functions have no file; they are counted for the nearest caller that has one.
 */
import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'

export interface Busy {
  /** Of the window looked at. */
  readonly wholeUs: number
  readonly busyUs: number
  /** Longest first. */
  readonly byOwner: readonly Spent[]
  readonly byFunction: readonly Spent[]
}

export interface Spent {
  readonly name: string
  readonly us: number
}

const Frame = Type.Object({ functionName: Type.String(), url: Type.String(), lineNumber: Type.Integer() })
const ProfileNode = Type.Object({
  id: Type.Integer(),
  callFrame: Frame,
  children: Type.Optional(Type.Array(Type.Integer())),
})
type ProfileNode = Static<typeof ProfileNode>

/** Times are microseconds of the monotonic clock. */
const Profile = Compile(
  Type.Object({
    nodes: Type.Array(ProfileNode),
    startTime: Type.Number(),
    samples: Type.Array(Type.Integer()),
    timeDeltas: Type.Array(Type.Number()),
  }),
)

/** What ran between two instants, milliseconds of the monotonic clock. */
export function busyTimes(text: string, { beganAt, endedAt }: { beganAt: number; endedAt: number }): Busy {
  const { nodes, startTime, samples, timeDeltas } = Profile.Parse(JSON.parse(text))
  const places = placesOf(nodes)
  const byOwner = new Map<string, number>()
  const byFunction = new Map<string, number>()
  let wholeUs = 0
  let at = startTime
  samples.forEach((id, index) => {
    const us = timeDeltas[index] ?? 0
    at += us
    if (at < beganAt * 1000 || at > endedAt * 1000) return
    wholeUs += us
    const place = places.get(id)
    if (place === undefined) return
    add(byOwner, place.owner, us)
    add(byFunction, place.name, us)
  })
  const ofOwners = longestFirst(byOwner)
  return {
    wholeUs,
    busyUs: ofOwners.reduce((sum, { us }) => sum + us, 0),
    byOwner: ofOwners,
    byFunction: longestFirst(byFunction),
  }
}

interface Place {
  readonly owner: string
  readonly name: string
}

/** Undefined for idle time, which nobody spends. */
function placesOf(nodes: readonly ProfileNode[]): ReadonlyMap<number, Place | undefined> {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const places = new Map<number, Place | undefined>()
  const visit = (node: ProfileNode, caller: string): void => {
    const { functionName, url, lineNumber } = node.callFrame
    const isNative = url === ''
    const file = isNative ? caller : shortened(url)
    const where = isNative ? `native, for ${caller}` : `${file}:${lineNumber + 1}`
    const name = RUNTIME.has(functionName) ? functionName : `${functionName || '(anonymous)'}  ${where}`
    const owner = RUNTIME.has(functionName) ? functionName : ownerOf(file)
    places.set(node.id, functionName === '(idle)' ? undefined : { owner, name })
    for (const id of node.children ?? []) {
      const child = byId.get(id)
      if (child !== undefined) visit(child, file)
    }
  }
  const [root] = nodes
  if (root !== undefined) visit(root, 'node')
  return places
}

/** `(program)` is Node's own native code outside any function: sockets, messages between threads, disk. */
const RUNTIME: ReadonlySet<string> = new Set(['(root)', '(program)', '(idle)', '(garbage collector)'])

/** From `src/`, the package's name, or Node's own module. */
function shortened(url: string): string {
  return /(?:src\/|node_modules\/|node:).*$/.exec(url)?.[0].replace(/^node_modules\//, '') ?? url.replace(/^.*\//, '')
}

function ownerOf(file: string): string {
  const parts = file.split('/')
  if (file.startsWith('node:internal/crypto')) return 'node: crypto'
  if (file.startsWith('node:internal/worker')) return 'node: threads'
  if (file.startsWith('node')) return 'node: http, sockets and the rest'
  // storage/ has a folder for each keeper.
  if (file.startsWith('src/')) return parts.slice(0, Math.min(3, parts.length - 1)).join('/')
  return parts[0] ?? file
}

function add(times: Map<string, number>, name: string, us: number): void {
  times.set(name, (times.get(name) ?? 0) + us)
}

function longestFirst(times: ReadonlyMap<string, number>): readonly Spent[] {
  return [...times].map(([name, us]) => ({ name, us })).sort((a, b) => b.us - a.us)
}
