import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type StartFacts, startScreen } from './start-screen.ts'
import { samplePayment } from './test-samples.ts'

const FACTS: StartFacts = {
  version: '0.1.0',
  apiUrl: 'http://127.0.0.1:8080',
  posUrl: 'http://127.0.0.1:8081',
  publicUrl: 'https://pay.example.com',
  impKey: '4071000000000001',
  impSecret: 'ab12',
  example: samplePayment(),
  merchant: '예제상점',
  consoleLink: 'https://pay.example.com/console/link#prs_1.secret',
  dataFolder: '.sunap/',
  tookMs: 712.4,
  remarks: [],
}

test('the screen says where to be the customer, the clerk and the seller, in the reader’s language', () => {
  const english = startScreen(FACTS, 'en')
  assert.match(english, /^Sunap 0\.1\.0 {2}sandbox +started in 0\.7 s\n {2}Node 24\.\d+\.\d+ · data in \.sunap\/\n\n/)
  assert.match(english, /예제상점 has sold a hoodie for 36,400 won\. Now be the customer and the clerk:\n/)
  assert.match(
    english,
    / 1 {2}customer +https:\/\/pay\.example\.com\/p\/token-of-the-page +barcode 8100 4821 3095 5743 1267\n/,
  )
  assert.match(english, / 2 {2}till +http:\/\/127\.0\.0\.1:8080\/till +/)
  assert.match(english, / 3 {2}seller +http:\/\/127\.0\.0\.1:8080\/shop +/)
  assert.match(english, / 4 {2}console +https:\/\/pay\.example\.com\/console\/link#prs_1\.secret +/)
  const later = startScreen({ ...FACTS, consoleLink: null }, 'en')
  assert.match(later, / 4 {2}console +https:\/\/pay\.example\.com\/console\n/)
  assert.match(english, /imp_key 4071000000000001 +imp_secret in \.sunap\/sandbox\.json/)
  const korean = startScreen(FACTS, 'ko')
  assert.match(korean, /0\.7초 만에 시작/)
  assert.match(korean, /예제상점이 hoodie를 36,400원에 팔았습니다/)
  assert.match(korean, / 1 {2}고객 +https:\/\/pay\.example\.com\/p\/token-of-the-page +바코드 8100/)
  assert.match(korean, /연습용입니다\. 돈이 오가지 않고/)
})

test('both languages give the same commands, and those with their long lines whole', () => {
  const commands = (language: 'en' | 'ko'): readonly string[] =>
    startScreen(FACTS, language)
      .split('\n')
      .filter((line) => line.startsWith('    '))
  assert.deepEqual(commands('en'), commands('ko'))
  assert.deepEqual(commands('en').slice(0, 2), [
    '    TOKEN=$(curl -s http://127.0.0.1:8080/users/getToken -d imp_key=4071000000000001 -d imp_secret=ab12 \\',
    `            | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`,
  ])
})

test('what is not as usual is remarked upon under the data folder', () => {
  const screen = startScreen({ ...FACTS, remarks: ['port 8080 is taken, using 8082 instead'] }, 'en')
  assert.match(screen, /data in \.sunap\/\n {2}port 8080 is taken, using 8082 instead\n\n/)
})

test('without an example sale there is still all that leads to one', () => {
  const screen = startScreen({ ...FACTS, example: null }, 'en')
  assert.doesNotMatch(screen, /has sold|customer/)
  assert.match(screen, /npm run demo/)
  assert.match(screen, /curl -s http:\/\/127\.0\.0\.1:8080\/cvs/)
})
