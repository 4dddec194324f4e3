/** The line under the frames: pieces, garbage, strangers, and what a line is closed with. Nothing of it moves money. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { after } from '../../server/machine.ts'
import { frameParts, sealedFrame } from '../../wire/fixed/frame.ts'
import { fixedDialect } from '../dialects/fixed/fixed.ts'
import { type House, type HouseOptions, heldMerchant, openHouse, PAYABLE, sale } from '../test-house.ts'
import { FRAME_WITHIN_MS, IDLE_MS, IN_FLIGHT_MAX, STRANGER_MS } from './tcp-line.ts'
import { STRANGERS_PER_ADDRESS_MAX } from './tcp-listener.ts'
import { dial, frameOf, openTcp, plainReplyIn, replyIn, type TcpHouse, type TestLine } from './test-tcp.ts'

async function open(
  t: TestContext,
  options: HouseOptions = {},
  how: Parameters<typeof openTcp>[2] = {},
): Promise<{ readonly house: House; readonly tcp: TcpHouse; readonly line: TestLine }> {
  const house = await openHouse(t, options)
  const tcp = await openTcp(t, house, how)
  const line = await dial(tcp)
  t.after(() => line.socket.destroy())
  return { house, tcp, line }
}

/** Only this limit passes at once. */
function passing(limitMs: number): NonNullable<Parameters<typeof openTcp>[2]> {
  return { after: (ms, run) => after(ms === limitMs ? 20 : ms, run) }
}

async function isUnsold(house: House, number: string): Promise<void> {
  const { reply } = await house.till('house/S001/2').collect(sale(house, '1', number))
  assert.equal(reply.code, '0000', 'the number was collected by what should have changed nothing')
}

async function isCutAfterAnswer(line: TestLine, code: string, words?: RegExp): Promise<void> {
  const reply = plainReplyIn(await line.frame())
  assert.equal(reply.code, code)
  if (words !== undefined) assert.match(reply.text.en, words)
  assert.equal(await line.frame(), undefined)
  line.socket.destroy()
}

test('a frame that comes byte by byte is answered once, when it is whole', async (t) => {
  const { house, line } = await open(t)
  const { number } = await house.issue()
  for (const byte of frameOf(house, 'collect', sale(house, '1', number))) {
    line.socket.write(Uint8Array.of(byte))
    await setImmediate()
  }
  assert.equal(replyIn(await line.frame())['code'], '0000')
})

test('frames in one segment are all answered, each under its own key', async (t) => {
  const { house, line } = await open(t)
  const stans = ['1', '2', '3', '000003']
  line.socket.write(Buffer.concat(stans.map((stan) => frameOf(house, 'echo', { stan }))))
  const heard = []
  for (const _stan of stans) heard.push(plainReplyIn(await line.frame()).key?.stan)
  assert.deepEqual(heard.sort(), stans.toSorted())
})

test('two frames and a half in one segment: two answers, and a third when the rest is there', async (t) => {
  const { house, line } = await open(t)
  const [first, second, third] = ['1', '2', '3'].map((stan) => frameOf(house, 'echo', { stan }))
  assert.ok(first && second && third)
  line.socket.write(Buffer.concat([first, second, third.subarray(0, 50)]))
  assert.ok((await line.frame()) && (await line.frame()))
  line.socket.write(third.subarray(50))
  assert.equal(plainReplyIn(await line.frame()).key?.stan, '3')
})

test('bytes that are no frame are told so in the dialect, and the line is closed', async (t) => {
  const { house, tcp } = await open(t)
  const { number } = await house.issue()
  const whole = Buffer.from(frameOf(house, 'collect', sale(house, '1', number)))
  for (const bytes of [
    Buffer.from('POST /pos/v1/collect HTTP/1.1\r\n\r\n'),
    Buffer.from('\x16\x03\x01\x02\x00\x01\x00'),
    Buffer.from('12a4'),
    Buffer.from('-001'),
    Buffer.from('    '),
    Buffer.from('0000'),
    Buffer.from('0064'),
    Buffer.concat([Buffer.from('0'), whole]),
  ]) {
    const line = await dial(tcp)
    line.socket.write(bytes)
    await isCutAfterAnswer(line, '1001')
  }
  await isUnsold(house, number)
})

test('a length that is not the frame’s collects nothing, whichever way it is wrong', async (t) => {
  const { house, tcp } = await open(t, {}, passing(STRANGER_MS))
  const { number } = await house.issue()
  const whole = Buffer.from(frameOf(house, 'collect', sale(house, '1', number)))
  const length = Number(whole.subarray(0, 4).toString())
  for (const wrong of [65, length - 64, length - 1, length + 1, 9999]) {
    const line = await dial(tcp)
    line.socket.write(Buffer.concat([Buffer.from(String(wrong).padStart(4, '0')), whole.subarray(4)]))
    for (let frame = await line.frame(); frame !== undefined; frame = await line.frame())
      assert.match(plainReplyIn(frame).code, /^100[12]$/)
    line.socket.destroy()
  }
  await isUnsold(house, number)
})

test('garbage behind a running collect waits for its answer, and is never taken for it', async (t) => {
  const merchant = heldMerchant()
  const { house, line } = await open(t, merchant)
  const { number } = await house.issue()
  line.socket.write(frameOf(house, 'collect', sale(house, '1', number)))
  await merchant.asked
  line.socket.write('garbage')
  merchant.say(PAYABLE)
  const collected = await line.frame()
  assert.equal(replyIn(collected)['code'], '0000')
  await isCutAfterAnswer(line, '1001', /4 digits/)
})

test('a till that has ended its side still hears the answers it waits for', async (t) => {
  const merchant = heldMerchant()
  const { house, line } = await open(t, merchant)
  const { number } = await house.issue()
  line.socket.end(frameOf(house, 'collect', sale(house, '1', number)))
  await merchant.asked
  merchant.say(PAYABLE)
  assert.equal(replyIn(await line.frame())['code'], '0000')
  assert.equal(await line.frame(), undefined)
})

test('half a frame on a till’s line is told to be too slow, and the line is closed', async (t) => {
  const { house, line } = await open(t, {}, passing(FRAME_WITHIN_MS))
  const { number } = await house.issue()
  line.socket.write(frameOf(house, 'echo', { stan: '1' }))
  assert.equal(replyIn(await line.frame())['code'], '0000')
  const whole = frameOf(house, 'collect', sale(house, '1', number))
  line.socket.write(whole.subarray(0, whole.length - 1))
  await isCutAfterAnswer(line, '1001', /within 5 s/)
  await isUnsold(house, number)
})

test('who has shown no secret in time is cut, whether silent or in the middle of a frame', async (t) => {
  const { house, tcp } = await open(t, {}, passing(STRANGER_MS))
  for (const bytes of [Buffer.alloc(0), frameOf(house, 'echo', { stan: '1' }).subarray(0, 100)]) {
    const line = await dial(tcp)
    line.socket.write(bytes)
    assert.equal(await line.frame(), undefined)
  }
})

test('a till’s line may be silent for long, not for ever', async (t) => {
  const { house, line } = await open(t, {}, passing(IDLE_MS))
  line.socket.write(frameOf(house, 'echo', { stan: '1' }))
  assert.equal(replyIn(await line.frame())['code'], '0000')
  assert.equal(await line.frame(), undefined)
})

const WALL_OFF_MS = 10 * 60_000

test('a wrong mac, a stranger, a stale time, a clock ten minutes off: told alike, nothing changed, no mac', async (t) => {
  const { house, tcp } = await open(t)
  const { number } = await house.issue()
  const fields = sale(house, '1', number)
  const now = house.gateway.wall()
  const { unsealed, mac = '' } = frameParts(frameOf(house, 'collect', fields))
  const frames = [
    sealedFrame(unsealed),
    sealedFrame(unsealed, mac.toUpperCase()),
    sealedFrame(unsealed, `${mac.slice(1)}${mac.startsWith('0') ? '1' : '0'}`),
    frameOf(house, 'collect', fields, { secret: 'another' }),
    frameOf(house, 'collect', fields, { terminal: 'house/S001/9' }),
    frameOf(house, 'collect', fields, { terminal: 'other/S001/1' }),
    frameOf(house, 'collect', fields, { wallMs: now - 61_000 }),
    frameOf(house, 'collect', fields, { wallMs: now + WALL_OFF_MS }),
    frameOf(house, 'collect', fields, { wallMs: now - WALL_OFF_MS }),
  ]
  for (const frame of frames) {
    const line = await dial(tcp)
    line.socket.write(frame)
    const answer = await line.frame()
    assert.ok(answer !== undefined && frameParts(answer).mac === undefined)
    assert.throws(() => replyIn(answer), /without the right mac, which says 1002/)
    assert.equal(await line.frame(), undefined, 'a stranger’s line is closed')
    line.socket.destroy()
  }
  await isUnsold(house, number)
})

test('on the line of a concentrator a till with a wrong clock is told so, and the others go on', async (t) => {
  const { house, line } = await open(t)
  line.socket.write(frameOf(house, 'echo', { stan: '1' }))
  assert.equal(replyIn(await line.frame())['code'], '0000')
  line.socket.write(frameOf(house, 'echo', { stan: '2' }, { wallMs: house.gateway.wall() - WALL_OFF_MS }))
  assert.equal(plainReplyIn(await line.frame()).code, '1002')
  line.socket.write(frameOf(house, 'echo', { stan: '3' }))
  assert.equal(replyIn(await line.frame())['code'], '0000')
})

test('a thousand frames with a changed bit each: none is taken, no line lasts, the sale is still to be made', async (t) => {
  const { house, tcp } = await open(t, {}, passing(STRANGER_MS))
  const { number } = await house.issue()
  const whole = frameOf(house, 'collect', sale(house, '1', number))
  const changed = Array.from({ length: 1000 }, (_, nth) => {
    const bytes = Buffer.from(whole)
    const at = Math.floor((nth * whole.length) / 1000)
    bytes[at] = (bytes[at] ?? 0) ^ (1 << (nth % 8))
    return bytes
  })
  for (let begin = 0; begin < changed.length; begin += 50) {
    await Promise.all(
      changed.slice(begin, begin + 50).map(async (bytes) => {
        const line = await dial(tcp)
        line.socket.write(bytes)
        for (let frame = await line.frame(); frame !== undefined; frame = await line.frame())
          assert.match(plainReplyIn(frame).code, /^100[12]$/)
        line.socket.destroy()
      }),
    )
  }
  await isUnsold(house, number)
})

test('a field that does not fit is told on the signed line with its name, and the line goes on', async (t) => {
  const { house, line } = await open(t)
  const { number } = await house.issue()
  line.socket.write(frameOf(house, 'collect', { ...sale(house, '1', number), deadline_ms: 1 }))
  const refused = replyIn(await line.frame())
  assert.equal(refused['code'], '1001')
  assert.match(JSON.stringify(refused['text']), /deadline_ms: an integer from 2000 to 30000/)
  line.socket.write(frameOf(house, 'collect', sale(house, '1', number)))
  assert.equal(replyIn(await line.frame())['code'], '0000')
})

test('strangers of one address are few at a time; tills from there and elsewhere still find a place', async (t) => {
  const { house, tcp, line } = await open(t)
  line.socket.write(frameOf(house, 'echo', { stan: '1' }))
  assert.equal(replyIn(await line.frame())['code'], '0000')
  const strangers = await Promise.all(Array.from({ length: STRANGERS_PER_ADDRESS_MAX }, () => dial(tcp)))
  const oneMore = await dial(tcp)
  assert.equal(await oneMore.frame(), undefined)
  const elsewhere = await dial(tcp, '127.0.0.2')
  elsewhere.socket.write(frameOf(house, 'echo', { stan: '2' }))
  assert.equal(replyIn(await elsewhere.frame())['code'], '0000')
  const [one] = strangers
  one?.socket.write(frameOf(house, 'echo', { stan: '3' }))
  assert.equal(replyIn(await one?.frame())['code'], '0000')
  const inItsPlace = await dial(tcp)
  inItsPlace.socket.write(frameOf(house, 'echo', { stan: '4' }))
  assert.equal(replyIn(await inItsPlace.frame())['code'], '0000')
  for (const { socket } of [...strangers, elsewhere, inItsPlace]) socket.destroy()
})

test('a line carries so many messages at once, and reads the next when one is answered', async (t) => {
  const release = Promise.withResolvers<void>()
  let asked = 0
  let reached = (): void => {}
  const all = new Promise<void>((resolve) => {
    reached = resolve
  })
  const { house, line } = await open(t, {
    askMerchant: async () => {
      asked += 1
      if (asked === IN_FLIGHT_MAX) reached()
      await release.promise
      return PAYABLE
    },
  })
  const numbers = await Promise.all(Array.from({ length: IN_FLIGHT_MAX + 6 }, () => house.issue()))
  for (const [nth, { number }] of numbers.entries())
    line.socket.write(frameOf(house, 'collect', sale(house, String(nth), number)))
  await all
  for (let turn = 0; turn < 50; turn += 1) await setImmediate()
  assert.equal(asked, IN_FLIGHT_MAX)
  release.resolve()
  for (const _number of numbers) assert.equal(plainReplyIn(await line.frame()).code, '0000')
  assert.equal(asked, numbers.length)
})

test('answers that nobody fetches end the line, not the memory', async (t) => {
  const { house, line } = await open(t)
  line.socket.pause()
  const frames = Buffer.concat(Array.from({ length: 500 }, (_, nth) => frameOf(house, 'echo', { stan: String(nth) })))
  const drained = (): Promise<void> => new Promise((resolve) => line.socket.once('drain', resolve))
  while (line.socket.writable) if (!line.socket.write(frames)) await Promise.race([drained(), line.closed])
  await line.closed
})

test('a fault of ours ends the line without a word, and is reported: silence makes a till ask', async (t) => {
  const dialect = {
    ...fixedDialect,
    read: (content: Uint8Array) => {
      const heard = fixedDialect.read(content)
      return heard && { ...heard, write: () => assert.fail('a value that does not fit') }
    },
  }
  const { house, line } = await open(t, {}, { dialect })
  line.socket.write(frameOf(house, 'echo', { stan: '1' }))
  assert.equal(await line.frame(), undefined)
  assert.match(String(house.faults[0]), /a value that does not fit/)
})

test('a closing listener answers what it has taken, turns away what comes after, and lets the silent go', async (t) => {
  const merchant = heldMerchant()
  const { house, tcp, line } = await open(t, merchant)
  const silent = await dial(tcp)
  silent.socket.write(frameOf(house, 'echo', { stan: '9' }))
  assert.equal(replyIn(await silent.frame())['code'], '0000')
  const { number } = await house.issue()
  line.socket.write(frameOf(house, 'collect', sale(house, '1', number)))
  await merchant.asked
  assert.equal(tcp.listener.condition(), 'open')
  const closed = tcp.listener.close(60_000)
  assert.equal(tcp.listener.condition(), 'closed')
  assert.equal(await silent.frame(), undefined)
  silent.socket.destroy()
  line.socket.write(frameOf(house, 'collect', sale(house, '2', number)))
  const turnedAway = replyIn(await line.frame())
  assert.deepEqual([turnedAway['code'], turnedAway['class']], ['9001', 'RETRY_SAME_KEY'])
  merchant.say(PAYABLE)
  assert.equal(replyIn(await line.frame())['code'], '0000')
  assert.equal(await line.frame(), undefined)
  line.socket.destroy()
  await closed
  await assert.rejects(house.till('house/S001/1', tcp.url).echo({ stan: '1' }))
})

test('a listener that closes waits for nobody longer than its limit', async (t) => {
  const merchant = heldMerchant()
  const { house, tcp, line } = await open(t, merchant)
  const { number } = await house.issue()
  line.socket.write(frameOf(house, 'collect', sale(house, '1', number)))
  await merchant.asked
  await tcp.listener.close(10)
  assert.equal(await line.frame(), undefined)
  merchant.say(PAYABLE)
})
