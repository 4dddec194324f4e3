/** Asserts that a rule finds exactly the planted violation: one sentence, and in it what a newcomer needs to read. */
import assert from 'node:assert/strict'
import type { SourceTree } from './source-tree.ts'

type Rule = (tree: SourceTree) => string[]

export function treeOf(files: Readonly<Record<string, string>>): SourceTree {
  return new Map(Object.entries(files))
}

export function finds(rule: Rule, files: Readonly<Record<string, string>>, sentence: RegExp): void {
  const found = rule(treeOf(files))
  assert.equal(found.length, 1, `${found.length} sentences instead of one: ${found.join(' / ')}`)
  assert.match(found[0] ?? '', sentence)
}

export function allows(rule: Rule, files: Readonly<Record<string, string>>): void {
  assert.deepEqual(rule(treeOf(files)), [])
}
