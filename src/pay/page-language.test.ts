import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pageLanguage } from './page-language.ts'

test('a browser is answered in the language it likes best, in Korean where it says none', () => {
  const languages: Readonly<Record<string, string>> = {
    '': 'ko',
    '*': 'ko',
    ko: 'ko',
    'ko-KR,ko;q=0.9,en;q=0.8': 'ko',
    'en-GB,en;q=0.9,ko;q=0.8': 'en',
    'en;q=0.5,ko;q=0.9': 'ko',
    'ja,en;q=0.9': 'en',
    'ko;q=0,en': 'en',
    'en;q=0': 'ko',
    'EN-us': 'en',
    ',;,': 'ko',
  }
  for (const [header, language] of Object.entries(languages)) {
    assert.equal(pageLanguage({}, header), language, header)
  }
  assert.equal(pageLanguage({}, undefined), 'ko')
})

test('a language in the address wins over what the browser asks for', () => {
  assert.equal(pageLanguage({ lang: 'en' }, 'ko'), 'en')
  assert.equal(pageLanguage({ lang: 'ko' }, 'en'), 'ko')
})

test('what is no language of ours is as if it were not there', () => {
  for (const lang of ['', 'fr', 'KO', ['en', 'en'], { en: 1 }, undefined]) {
    assert.equal(pageLanguage({ lang }, 'en'), 'en')
    assert.equal(pageLanguage({ lang }, 'ko'), 'ko')
  }
  assert.equal(pageLanguage(null, 'en'), 'en')
})
