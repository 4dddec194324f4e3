import assert from 'node:assert/strict'
import { test } from 'node:test'
import { qrPicture } from './qr-picture.ts'

test('a picture is one drawing on white, and holds neither the text nor anything that runs', () => {
  const text = 'otpauth://totp/Sunap:a%40b.example?secret=ABCDEFGHIJKLMNOP'
  const svg = qrPicture(text)
  assert.match(svg, /^<svg viewBox="0 0 (\d+) \1" xmlns="http:\/\/www\.w3\.org\/2000\/svg">\n<rect [^<]*fill="#ffffff"/)
  assert.deepEqual(new Set(svg.match(/<\w+/g)), new Set(['<svg', '<rect', '<path']))
  assert.ok(!svg.includes('otpauth') && !svg.includes('ABCDEFGH'), svg)
  assert.notEqual(qrPicture(`${text}Q`), svg)
})
