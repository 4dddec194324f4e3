import assert from 'node:assert/strict'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { COLLECTED, no, openTillLine, REVERSED, SHOWN, yes } from '../sandbox/test-till-line.ts'
import { slipOf } from '../sandbox/test-town.ts'
import { openFolder, openRealFolder, run, runIn } from './test-till-folder.ts'
import { openOwnJournal } from './till-file.ts'

test('without a running gateway every command says how to start one', async (t) => {
  const empty = openFolder(t)
  const stale = openFolder(t, 'http://127.0.0.1:9')
  for (const folder of [empty, stale]) {
    for (const args of [
      ['echo'],
      ['inquire', '1234'],
      ['collect', '1234'],
      ['reverse', '1'],
      ['close'],
      ['report'],
      [],
    ]) {
      const { code, text } = await run(folder, args)
      assert.equal(code, 2)
      assert.match(text, /npm start/)
    }
  }
  assert.match((await runIn('ko', empty, ['echo'])).text, /npm start 로 켜 주세요/)
})

test('a file that something else wrote is said so', async (t) => {
  const folder = openFolder(t)
  for (const text of ['{', '[]', '{"pos_url":"ftp://x","terminals":[]}']) {
    writeFileSync(join(folder, 'sandbox.json'), text)
    const { code, text: said } = await run(folder, ['echo'])
    assert.equal(code, 2)
    assert.match(said, /not written by this version/)
  }
})

test('a wrong command, number, amount, date or option is named, and nothing is sent', async (t) => {
  const line = await openTillLine(t, {})
  const folder = openFolder(t, line.url)
  for (const args of [
    ['pay', '1234'],
    ['inquire'],
    ['collect'],
    ['collect', '1234', '--amount', '1.5'],
    ['collect', '1234', '--amount', '0'],
    ['reverse'],
    ['reverse', 'last'],
    ['reverse', '17', '--date', 'yesterday'],
    ['cancel'],
    ['cancel', '17'],
    ['cancel', '17', '--amount', '0'],
    ['cancel', 'last', '--amount', '1000'],
    ['status'],
    ['echo', '--colour'],
    ['echo', '--till', 'HB009/1'],
  ]) {
    const { code, text } = await run(folder, args)
    assert.equal(code, 2, args.join(' '))
    assert.notEqual(text, '')
    assert.match((await runIn('ko', folder, args)).text, /[가-힣]/)
  }
  assert.deepEqual(line.received, [])
  assert.match((await run(folder, ['echo', '--till', 'x'])).text, /house\/HB001\/1, house\/HB001\/2/)
})

test('help names every command in both languages', async (t) => {
  const folder = openFolder(t)
  for (const language of ['en', 'ko'] as const) {
    const { code, text } = await runIn(language, folder, ['--help'])
    assert.equal(code, 0)
    for (const word of [
      'inquire',
      'collect',
      'payout',
      'cancel',
      'reverse',
      'status',
      'echo',
      '--card',
      '--lose-reply',
      '--till',
      '--data',
    ]) {
      assert.ok(text.includes(word), word)
    }
  }
})

test('an inquiry shows who, what and how much; a collect takes it, and the receipt is printed', async (t) => {
  const { folder, number, town } = await openRealFolder(t)
  const inquired = await run(folder, ['inquire', number.slice(0, 4), number.slice(4)])
  assert.equal(inquired.code, 0)
  for (const shown of ['예제상점', '후드티', '36,400 won', `${number.slice(0, 4)} ${number.slice(4, 8)}`]) {
    assert.ok(inquired.text.includes(shown), shown)
  }
  const collected = await run(folder, ['collect', number, '--card', '--till', 'NR001/1'])
  assert.equal(collected.code, 0)
  assert.match(collected.text, /0000 {2}Collected/)
  assert.match(collected.text, /approval \d{8}/)
  assert.match(collected.text, /실제 편의점에서 결제되지 않습니다/)
  const again = await runIn('ko', folder, ['collect', number])
  assert.equal(again.code, 1)
  assert.match(again.text, /2103 {2}이미 결제된 번호입니다/)
  assert.deepEqual(town.faults, [])
})

test('a sale is undone and asked about by its trace number, and a number by itself', async (t) => {
  const { folder, number } = await openRealFolder(t)
  const { text } = await run(folder, ['collect', number])
  const stan = /trace number (\d+)/.exec(text)?.[1] ?? ''
  assert.match((await run(folder, ['status', stan])).text, /collected/)
  assert.match((await run(folder, ['status', number])).text, /The till was answered: 0000/)
  const reversed = await run(folder, ['reverse', stan])
  assert.equal(reversed.code, 0)
  assert.match(reversed.text, /Reversed; nothing is collected\. Give the money back/)
  assert.match((await run(folder, ['status', stan])).text, /was reversed/)
  assert.equal((await run(folder, ['collect', number])).code, 0)
})

test('a refund slip is paid out, undone and asked about; it is never collected, and a sale is never paid out', async (t) => {
  const { town, folder, number } = await openRealFolder(t)
  await run(folder, ['collect', number])
  const { orders } = (await town.call('/shop/orders')).body
  const [order] = orders as readonly { readonly imp_uid: string }[]
  const slip = await slipOf(town, order?.imp_uid, 10_000)
  const asked = await run(folder, ['collect', slip])
  assert.equal(asked.code, 1)
  assert.match(asked.text, /This is a refund slip: it is paid out, not collected/)
  const { code, text } = await run(folder, ['payout', slip])
  assert.equal(code, 0)
  assert.match(text, /10,000 won/)
  const stan = /trace number (\d+)/.exec(text)?.[1] ?? ''
  assert.equal((await run(folder, ['payout', slip])).code, 1, 'once')
  assert.equal((await run(folder, ['reverse', stan])).code, 0)
  assert.equal((await run(folder, ['status', stan])).code, 0)
  assert.equal((await run(folder, ['payout', slip])).code, 0, 'undone, it is good again')
  const other = String((await town.order())['number'])
  assert.equal((await run(folder, ['payout', other])).code, 1)
  assert.deepEqual(town.faults, [])
})

test('at the counter a slip is told apart: Enter pays it out, r undoes it', async (t) => {
  const { town, folder, number } = await openRealFolder(t)
  await run(folder, ['collect', number])
  const { orders } = (await town.call('/shop/orders')).body
  const [order] = orders as readonly { readonly imp_uid: string }[]
  const slip = await slipOf(town, order?.imp_uid, 10_000)
  const { code, text } = await run(folder, [], [slip, 'no', slip, '', 'r', slip, '', 'q'])
  assert.equal(code, 0)
  assert.equal(text.match(/Enter: pay out, then give 10,000 won/g)?.length, 3)
  assert.deepEqual(town.faults, [])
})

test('a lost reply is undone at once, and the number can be paid again', async (t) => {
  const { folder, number } = await openRealFolder(t)
  const lost = await run(folder, ['collect', number, '--lose-reply'])
  assert.equal(lost.code, 1)
  assert.match(lost.text, /reply was lost/)
  assert.match(lost.text, /Reversed; nothing is collected/)
  assert.equal((await run(folder, ['inquire', number])).code, 0)
})

test('a wrong amount is the clerk’s to see', async (t) => {
  const { folder, number } = await openRealFolder(t)
  const { code, text } = await run(folder, ['collect', number, '--amount', '1000'])
  assert.equal(code, 1)
  assert.match(text, /2201/)
})

test('trace numbers go on where the last run stopped, each till its own', async (t) => {
  const line = await openTillLine(t, { inquiry: [SHOWN] })
  const folder = openFolder(t, line.url)
  for (const till of ['HB001/1', 'HB001/1', 'HB001/2']) await run(folder, ['inquire', '1234', '--till', till])
  const used = line.received.map(({ body }) => body['stan'])
  assert.deepEqual(used, ['1', '2', '3', '4', '1', '2'])
  const memory = join(folder, 'till.json')
  assert.deepEqual(JSON.parse(readFileSync(memory, 'utf8')), { 'house/HB001/1': 4, 'house/HB001/2': 2 })
  assert.equal(statSync(memory).mode & 0o777, 0o600)
  writeFileSync(memory, JSON.stringify({ 'house/HB001/1': 999_999 }))
  await run(folder, ['echo'])
  assert.equal(line.received.at(-1)?.body['stan'], '1')
})

test('no answer to a collect is undone; where nobody takes that, the clerk keeps the money and learns what to do', async (t) => {
  const line = await openTillLine(t, { inquiry: [SHOWN], collect: ['cut'], reverse: ['cut', REVERSED] })
  const undone = await run(openFolder(t, line.url), ['collect', '1234'])
  assert.equal(undone.code, 1)
  assert.match(undone.text, /no answer/)
  assert.match(undone.text, /0000/)
  assert.doesNotMatch(undone.text, /Nobody has taken/)
  const dead = await openTillLine(t, { inquiry: [SHOWN], collect: [no('9002', 'UNKNOWN')], reverse: ['cut'] })
  const left = await run(openFolder(t, dead.url), ['collect', '1234'])
  assert.equal(left.code, 1)
  assert.match(left.text, /Leave the money as it is .*npm run till -- reverse 4/)
})

test('a sale that was left open by a power cut is undone before anything else, whatever the run is asked for', async (t) => {
  const line = await openTillLine(t, { inquiry: [SHOWN], reverse: [REVERSED] })
  const folder = openFolder(t, line.url)
  const { journal, close } = openOwnJournal(folder, 'house/HB001/1', 0)
  const key = { business_date: '20261121', stan: '17' }
  journal.begin({ key, message: 'collect', amount: 1000, cash: 1000 })
  assert.doesNotMatch((await run(folder, ['echo'])).text, /left open/, 'another process is at this till')
  close()
  const { code, text } = await run(folder, ['inquire', '1234'])
  assert.equal(code, 0)
  assert.match(text, /Sale 17 of 1,000 was left open/)
  const [reversal] = line.received.filter(({ message }) => message === 'reverse')
  assert.deepEqual([reversal?.body['original'], reversal?.body['reason']], [key, 'power'])
  assert.doesNotMatch((await runIn('ko', folder, ['echo'])).text, /끝나지 않은/, 'once')
})

test('where nobody takes the reversal of an open sale, the next run begins with it again', async (t) => {
  const line = await openTillLine(t, { inquiry: [SHOWN], collect: ['cut'], reverse: [no('1002')] })
  const folder = openFolder(t, line.url)
  assert.match((await run(folder, ['collect', '1234'])).text, /Nobody has taken/)
  const { text } = await run(folder, ['echo'])
  assert.match(text, /Sale 4 of 1,000 was left open.*\n.*1002.*\nNobody has taken/s)
})

test('a sale is cancelled for its customer by its trace number, all of it and once, and its slip is printed', async (t) => {
  const { town, folder, number } = await openRealFolder(t)
  const stan = /trace number (\d+)/.exec((await run(folder, ['collect', number])).text)?.[1] ?? ''
  const part = await run(folder, ['cancel', stan, '--amount', '1000'])
  assert.equal(part.code, 1)
  assert.match(part.text, /3004/)
  const { code, text } = await run(folder, ['cancel', stan, '--amount', '36400'])
  assert.equal(code, 0)
  assert.match(text, /0000 .*\n.*편의점 수납 취소 영수증/s)
  assert.match((await run(folder, ['status', stan])).text, /3002/)
  assert.match((await run(folder, ['cancel', stan, '--amount', '36400'])).text, /3002/)
  assert.equal((await run(folder, ['collect', number])).code, 1, 'its number is over')
  assert.deepEqual(town.faults, [])
})

test('a cancel without an answer is sent again, whole; one that is refused is not', async (t) => {
  const cancelled = yes({ approval_no: '00000017', cancelled_at: 1_795_323_788, receipt: ['취소'] })
  const line = await openTillLine(t, { cancel: ['cut', no('9002', 'UNKNOWN'), cancelled] })
  assert.equal((await run(openFolder(t, line.url), ['cancel', '17', '--amount', '1000'])).code, 0)
  const sent = line.received.filter(({ message }) => message === 'cancel').map(({ body }) => body['stan'])
  assert.deepEqual([sent.length, new Set(sent).size], [3, 1])
  const refusing = await openTillLine(t, { cancel: [no('3003')] })
  assert.equal((await run(openFolder(t, refusing.url), ['cancel', '17', '--amount', '1000'])).code, 1)
  assert.equal(refusing.received.filter(({ message }) => message === 'cancel').length, 1)
})

test('a reversal of another day names that day, and is itself of today', async (t) => {
  const line = await openTillLine(t, { reverse: [REVERSED] })
  await run(openFolder(t, line.url), ['reverse', '17', '--date', '20261121'])
  const { body } = line.received.at(-1) ?? assert.fail('nothing was sent')
  assert.equal(body['business_date'], '20261122')
  assert.deepEqual(body['original'], { business_date: '20261121', stan: '17' })
})

test('a short number is a sale of this till where it has used it, and a collection number otherwise', async (t) => {
  const line = await openTillLine(t, { status: [yes({ original: 'unknown' })] })
  const folder = openFolder(t, line.url)
  writeFileSync(join(folder, 'till.json'), JSON.stringify({ 'house/HB001/1': 40 }))
  await run(folder, ['status', '17'])
  await run(folder, ['status', '4444'])
  const asked = line.received.filter(({ message }) => message === 'status').map(({ body }) => body)
  assert.deepEqual(asked[0]?.['original'], { business_date: '20261122', stan: '17' })
  assert.equal(asked[1]?.['number'], '4444')
})

test('at the counter: scan, Enter collects, r undoes, l loses the next reply, anything else takes no money', async (t) => {
  const { folder, number, town } = await openRealFolder(t)
  const typed = ['r', '', number, 'no', number, '', 'r', 'l', number, 'c', number, 'C', 'q', number]
  const { code, text } = await run(folder, [], typed)
  assert.equal(code, 0)
  const story = [
    'Scan or type a number',
    'no sale to reverse yet',
    'Take exactly 36,400 won',
    'Not collected',
    'Take exactly 36,400 won',
    '0000  Collected',
    'Reversed; nothing is collected',
    'The reply to the next collect will be lost',
    'Take exactly 36,400 won',
    'The reply was lost',
    'Reversed; nothing is collected',
    'Take exactly 36,400 won',
    '0000  Collected',
  ]
  let at = 0
  for (const part of story) {
    const found = text.indexOf(part, at)
    assert.notEqual(found, -1, `${part} after ${text.slice(0, at)}`)
    at = found + part.length
  }
  assert.equal(text.indexOf('Take exactly', at), -1, 'nothing after q')
  assert.match(text, /카드/)
  assert.deepEqual(town.faults, [])
})

test('at the counter x cancels the last sale, once, and nothing where there is none', async (t) => {
  const { folder, number, town } = await openRealFolder(t)
  const { code, text } = await run(folder, [], ['x', number, 'no', 'x', number, '', 'x', 'x', 'q'])
  assert.equal(code, 0)
  assert.equal(text.match(/no collected sale to cancel yet/g)?.length, 2)
  assert.match(text, /0000 {2}Collected.*0000 .*편의점 수납 취소 영수증.*3002/s)
  assert.equal(text.match(/편의점 수납 취소 영수증/g)?.length, 1)
  assert.match((await runIn('ko', folder, [], ['x'])).text, /아직 취소할 수납이 없습니다/)
  assert.deepEqual(town.faults, [])
})

test('at the counter a large amount brings the question about telephone swindlers', async (t) => {
  const line = await openTillLine(t, {
    inquiry: [
      { ...SHOWN, amount: 100_000 },
      { ...SHOWN, amount: 99_999 },
    ],
  })
  const { text } = await run(openFolder(t, line.url), [], ['1234', 'n', '1235', 'n'])
  assert.equal(text.split('read to you on the phone').length, 2)
})

test('at the counter a gateway that goes away is said so, and the counter stays open', async (t) => {
  const line = await openTillLine(t, {
    echo: [yes({ business_date: '20261122' }), 'cut', yes({ business_date: '20261122' })],
    inquiry: [SHOWN],
  })
  const { code, text } = await run(openFolder(t, line.url), [], ['1234', '1234', ''])
  assert.equal(code, 0)
  assert.match(text, /does not answer/)
  assert.match(text, /Take exactly 1,000 won/)
})

test('what a collect is answered is shown with its slip', async (t) => {
  const line = await openTillLine(t, { inquiry: [SHOWN], collect: [no('9402', 'RETRY_SAME_KEY'), COLLECTED] })
  const { code, text } = await runIn('ko', openFolder(t, line.url), ['collect', '1234'])
  assert.equal(code, 0)
  assert.match(text, /승인번호 00000017\n {2}\| 영수증/)
})
