import assert from 'node:assert/strict'
import { test } from 'node:test'
import { numberSchemes } from '../numbers/schemes.ts'
import { PAGE_STYLE, symbolStyle } from './page-style.ts'

const lengths = ['1234', '81004821309557431267', 'SUMMER-2026-0001', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ-ABC'].map((number) => {
  const [{ widthModules, quietZoneModules }] = numberSchemes.registered.symbols(number)
  return widthModules + 2 * quietZoneModules
})

test('on every screen the bars are a whole number of pixels a module', () => {
  for (const widthModules of lengths) {
    const style = symbolStyle({ widthModules, heightModules: 77 })
    const sizes = [...style.matchAll(/\.symbol svg\{[^}]*width:([\d.]+)px;height:([\d.]+)px/g)]
    assert.ok(sizes.length >= 4, style)
    for (const [, width, height] of sizes) {
      assert.equal(Number(width) % widthModules, 0)
      assert.equal(Number(height) / 77, Number(width) / widthModules)
    }
  }
})

test('a symbol lies flat only where the screen is wide enough for it', () => {
  for (const widthModules of lengths) {
    const style = symbolStyle({ widthModules, heightModules: 77 })
    const flat = [...style.matchAll(/@media \(min-width:(\d+)px\)\{.*?width:(\d+)px;height:\d+px;transform:none/g)]
    assert.ok(flat.length >= 2)
    for (const [, screen, width] of flat) assert.ok(Number(screen) >= Number(width) + 12)
  }
})

test('nothing in the styles could close their element or load anything', () => {
  assert.doesNotMatch(PAGE_STYLE + symbolStyle({ widthModules: 165, heightModules: 77 }), /<|url\(|@import|@font-face/)
})
