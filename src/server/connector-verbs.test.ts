/** A PG is put behind a channel by command: what is taken, what is refused and why, and that no secret is shown. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startPg } from '../channels/framed/test-pg.ts'
import type { ChannelKey } from '../core/brand.ts'
import { openConnectorDesk } from './connector-desk.ts'
import { runVerb } from './directory-verbs.ts'
import { type Desk, openDesk } from './test-desk.ts'
import { urlRulesOf } from './url-rules.ts'

const KEY = 'ab'.repeat(32)
const FILE = {
  main: { host: '127.0.0.1', port: 9100 },
  read_timeout_ms: 1000,
  cipher: { name: 'aes-256-gcm', key: KEY },
  peers: ['127.0.0.1/32'],
}

/** As the command hands a file on. */
const file = (text: string): string => Buffer.from(text).toString('base64')
const config = (more: object = {}): string => file(JSON.stringify({ ...FILE, ...more }))

async function contractOptions({ done, directory }: Desk, network = 'pgone', prefix = '7311') {
  await done('network-add', { network, prefix })
  const [merchant = ''] = directory().merchants.keys()
  return { merchant, mid: 'books01', network, connector: 'framed', 'connector-config': config() }
}

test('a channel with a connector is shown with its line and without its key, and is sealed as it is kept', async (t) => {
  const desk = await openDesk(t)
  const shown = await desk.done('channel-add', await contractOptions(desk))
  assert.equal(shown['connector'], 'framed 127.0.0.1:9100, cipher aes-256-gcm')
  const kept = desk.directory().connectors.get(shown['channel_key'] as ChannelKey)
  assert.equal(kept?.kind, 'framed')
  assert.ok(!JSON.stringify([...desk.directory().connectors, shown]).includes(KEY))
  const rows = await desk.listed('channel-list')
  assert.deepEqual(rows.map(({ connector }) => connector?.split(' ')[0]).toSorted(), ['framed', 'house', 'house'])
  const moved = {
    channel: shown['channel_key'] ?? '',
    'connector-config': config({ backup: { host: '127.0.0.1', port: 9101 } }),
  }
  const changed = await desk.done('channel-set', moved)
  assert.equal(changed['connector'], 'framed 127.0.0.1:9100, backup 127.0.0.1:9101, cipher aes-256-gcm')
})

const WRONG: readonly (readonly [options: Readonly<Record<string, string | undefined>>, says: RegExp])[] = [
  [{ connector: 'galaxia' }, /--connector galaxia: it is one of framed/],
  [{ 'connector-config': undefined }, /--connector needs --connector-config/],
  [{ connector: undefined }, /--connector-config needs --connector/],
  [{ 'connector-config': file('main: 127.0.0.1') }, /the file holds no JSON/],
  [{ 'connector-config': file('[]') }, /it is one JSON object/],
  [{ 'connector-config': config({ main: undefined }) }, /main is missing/],
  [
    { 'connector-config': config({ main: { host: '127.0.0.1', port: 0 } }) },
    /main\.port is not as docs\/connectors\.md says/,
  ],
  [{ 'connector-config': config({ cipher: { name: 'aes-256-gcm', key: 'short' } }) }, /cipher.* is not as docs/],
  [{ 'connector-config': config({ read_timeout_ms: 99_000 }) }, /read_timeout_ms is not as/],
  [{ 'connector-config': config({ peers: ['127.0.0.1/99'] }) }, /peers: each is a range such as/],
  [{ 'connector-config': config({ secret: 'x' }) }, /is not as docs/],
  [{ 'connector-config': config({ main: { host: '169.254.169.254', port: 80 } }) }, /169\.254\.169\.254.*metadata/],
  [{ network: 'house' }, /a network of its own, without tills and other channels/],
  [{ 'refund-slip-days': '14' }, /no till of this gateway is on the network of a PG/],
]

test('what cannot be a contract is refused, with what would be right and never a key', async (t) => {
  const desk = await openDesk(t)
  const right = await contractOptions(desk)
  for (const [options, says] of WRONG) {
    const given = Object.entries({ ...right, ...options }).filter(
      (each): each is [string, string] => each[1] !== undefined,
    )
    const message = await desk.refused('channel-add', Object.fromEntries(given))
    assert.match(message, says)
    assert.ok(!message.includes(KEY), message)
  }
  assert.equal(desk.directory().connectors.size, 0)
})

test('a contract’s network and its MID are its own: no second channel, no till, no other contract', async (t) => {
  const desk = await openDesk(t)
  const right = await contractOptions(desk)
  await desk.done('channel-add', right)
  const { connector: _connector, 'connector-config': _file, ...ofHouse } = { ...right, mid: 'other' }
  assert.match(await desk.refused('channel-add', ofHouse), /its numbers are a PG's/)
  assert.match(await desk.refused('channel-add', { ...right, mid: 'other' }), /a network of its own/)
  const till = { network: right.network, outlet: 'S1', till: '1', 'outlet-name': '가게', chain: '가게' }
  assert.match(await desk.refused('till-add', till), /its numbers are a PG's/)
  await desk.done('network-add', { network: 'pgtwo', prefix: '7312' })
  assert.match(
    await desk.refused('channel-add', { ...right, network: 'pgtwo', mid: 'books01' }),
    /merchant's already|has it/,
  )
  const [house] = desk.directory().channels.filter(({ network }) => network === 'house')
  const onHouse = { channel: house?.key ?? '', 'connector-config': config() }
  assert.match(await desk.refused('channel-set', onHouse), /the house's own; make another channel/)
})

test('in production a private address must be opened, a line without a cipher is refused', async (t) => {
  const desk = await openDesk(t)
  const right = await contractOptions(desk)
  const refused = async (allowedRanges: readonly string[], given: string): Promise<string> => {
    const rules = urlRulesOf({ mode: 'production', allowedRanges })
    const deps = { ...desk.deps, connectors: openConnectorDesk(desk.deps.secrets, rules) }
    const answer = await runVerb({ verb: 'channel-add', options: { ...right, 'connector-config': given } }, deps)
    return answer.ok ? 'taken' : answer.message
  }
  const private_ = { main: { host: '10.20.0.7', port: 9100 } }
  assert.match(
    await refused([], config(private_)),
    /10\.20\.0\.7:9100.*10\.20\.0\.7\/32 in SUNAP_ALLOWED_RANGES would open it/,
  )
  assert.match(await refused([], config()), /127\.0\.0\.1.*loopback/)
  assert.match(await refused(['10.20.0.0/16'], config({ ...private_, cipher: { name: 'none' } })), /for practice/)
  assert.equal(await refused(['10.20.0.0/16'], config(private_)), 'taken')
})

test('channel-probe says in how many ms the PG answered, or why it did not; a channel of the house has no line', async (t) => {
  const desk = await openDesk(t)
  const pg = await startPg(t, ['books01'])
  const right = { ...(await contractOptions(desk)), 'connector-config': file(pg.settings('books01')) }
  const { channel_key: channel = '' } = await desk.done('channel-add', right)
  const shown = await desk.done('channel-probe', { channel })
  assert.match(shown['answered'] ?? '', /^in \d+ ms$/)
  await pg.tell('fault echo no_answer', 'fault')
  assert.match(await desk.refused('channel-probe', { channel }), /no answer within 1000 ms/)
  await desk.done('channel-set', { channel, 'connector-config': file(pg.settings('books01', { cipher: FILE.cipher })) })
  assert.match(await desk.refused('channel-probe', { channel }), /closed/)
  const [house] = desk.directory().channels.filter(({ network }) => network === 'house')
  assert.match(await desk.refused('channel-probe', { channel: house?.key ?? '' }), /the house's own/)
})
