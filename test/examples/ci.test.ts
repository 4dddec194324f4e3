/** The examples for CI, each with the runner it is for, as a project of a merchant runs it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ended, root, startNode } from '../set-up/programs.ts'
import { examplesFolder } from './examples-folder.ts'

const RUNNERS = {
  'node-test': { args: ['--test', 'ci/node-test/order.test.mjs'], says: /ℹ pass 3\n/ },
  vitest: { args: ['../node_modules/vitest/vitest.mjs', 'run', 'ci/vitest'], says: /Tests +3 passed/ },
  jest: {
    args: ['--experimental-vm-modules', '../node_modules/jest/bin/jest.js', 'ci/jest'],
    says: /Tests: +3 passed, 3 total/,
  },
} as const

for (const [name, { args, says }] of Object.entries(RUNNERS)) {
  test(`with ${name} an order is paid, refused and expires`, async (t) => {
    const folder = await examplesFolder(t)
    const env = { SUNAP_GATEWAY: root, NO_COLOR: '1', CI: 'true' }
    const { code, out, err } = await ended(startNode(args, { cwd: folder, env }))
    assert.equal(code, 0, out + err)
    assert.match(out + err, says)
  })
}
