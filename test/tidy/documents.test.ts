import { test } from 'node:test'
import { brokenLinks, machineTraces } from './documents.ts'
import { allows, finds } from './planted.ts'

test('a link to a file that is not here is found', () => {
  finds(brokenLinks, { 'docs/a.md': 'see\n[b](b.md#part)' }, /docs\/a\.md:2 links to b\.md#part, which is not here/)
  finds(brokenLinks, { 'README.md': '[b]: docs/b.md' }, /links to docs\/b\.md/)
  finds(brokenLinks, { 'README.md': '![a picture](docs/b.png "title")' }, /docs\/b\.png/)
})

test('links to files, folders, the web and the page itself are fine, and code is no link', () => {
  const text =
    '[a](./b.md) [b](../src) [c](https://example.com/x.md) [d](#part) [e](mailto:a@example.com) [f](b.md "t")'
  allows(brokenLinks, { 'docs/a.md': text, 'docs/b.md': '', 'src/core/c.ts': '' })
  allows(brokenLinks, { 'docs/a.md': '```ts\nrows[a](b)\n```\n' })
})

test('paths of one machine and names of registries are found in every kind of file', () => {
  const traces = [
    ['', 'home', 'kim', 'sunap'],
    ['', 'Users', 'kim', 'x'],
    ['', 'root', 'sunap'],
  ].map((path) => path.join('/'))
  const registry = ['registry', 'npmjs', 'org'].join('.')
  for (const trace of [...traces, ['C:', 'Users', 'kim'].join('\\'), `https://${registry}/a`]) {
    for (const path of ['docs/a.md', 'src/core/a.ts', 'package-lock.json']) {
      finds(machineTraces, { [path]: `\n"${trace}"` }, /:2 names .+, which only exists elsewhere/)
    }
    allows(machineTraces, { LICENSE: trace })
  }
  allows(machineTraces, { 'docs/a.md': 'https://example.com/home/page ./work/x src/home/x.ts' })
})
