import assert from 'node:assert/strict'
import { test } from 'node:test'
import { urlRulesOf } from './url-rules.ts'
import { urlProblemBy } from './verb-options.ts'

const sandbox = urlProblemBy(urlRulesOf({ mode: 'sandbox', allowedRanges: [] }))
const production = urlProblemBy(urlRulesOf({ mode: 'production', allowedRanges: [] }))
const opened = urlProblemBy(urlRulesOf({ mode: 'production', allowedRanges: ['10.1.0.0/16'] }))

test('production calls public https addresses and nothing else; the sandbox also this machine', () => {
  assert.equal(production('https://shop.example.com/confirm'), undefined)
  assert.match(production('http://shop.example.com/confirm')?.en ?? '', /not encrypted/)
  for (const url of ['https://127.0.0.1/c', 'https://localhost/c', 'https://10.1.2.3/c', 'https://[::1]/c'])
    assert.match(production(url)?.en ?? '', /cannot be called/, url)
  assert.equal(sandbox('http://127.0.0.1:3000/c'), undefined)
})

test('the operator who sets a URL is told which setting opens it, where one does', () => {
  assert.equal(
    production('https://10.1.2.3/c')?.en,
    'cannot be called: 10.1.2.3 is a private network. 10.1.2.3/32 in SUNAP_ALLOWED_RANGES would open it.',
  )
  assert.match(
    production('https://10.1.2.3/c')?.ko ?? '',
    /SUNAP_ALLOWED_RANGES에 10\.1\.2\.3\/32을\(를\) 넣으면 열립니다/,
  )
  for (const url of ['https://169.254.169.254/c', 'http://shop.example.com/c', 'https://user@10.1.2.3/c'])
    assert.doesNotMatch(production(url)?.en ?? '', /SUNAP_ALLOWED_RANGES/, url)
})

test('a range that the operator opens is called over https, its neighbours and the metadata service are not', () => {
  assert.equal(opened('https://10.1.2.3/c'), undefined)
  assert.match(opened('http://10.1.2.3/c')?.en ?? '', /not encrypted/)
  assert.match(opened('https://10.2.0.1/c')?.en ?? '', /cannot be called/)
  assert.match(opened('https://169.254.169.254/c')?.en ?? '', /cannot be called/)
})
