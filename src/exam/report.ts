/**
 * What every exam comes to: a verdict a check, a row a defect, a grade for all of them. A report never names a fault
 * without a way out, and never calls failed what could not be looked at.
 */
import type { Words } from '../wire/rejections.ts'

export type Result = 'passed' | 'warning' | 'failed' | 'unseen'
export type Grade = 'A' | 'B' | 'C' | 'D' | 'F'

/** `money`: somebody's money is at stake. `work`: something that should get through does not. `little`: nothing is lost, yet. */
export type Costs = 'money' | 'work' | 'little'

export interface DefectRow {
  readonly costs: Costs
  readonly advice: Words
}

export type VerdictOf<Defect extends string> =
  | { readonly kind: 'passed'; readonly saw: Words; readonly unseen: Words | null }
  | { readonly kind: 'defect'; readonly defect: Defect; readonly saw: Words }
  | { readonly kind: 'unseen'; readonly why: Words }

export interface CheckReportOf<Group extends string, Id extends string, Defect extends string> {
  readonly group: Group
  readonly id: Id
  readonly title: Words
  readonly result: Result
  readonly saw: Words | null
  /** What could not be seen: all of it where `result` says so, else a part. */
  readonly unseen: Words | null
  readonly defect: Defect | null
  readonly advice: Words | null
}

/** `unseen`: the part that could not be looked at. */
export function passed(saw: Words, unseen: Words | null = null): VerdictOf<never> {
  return { kind: 'passed', saw, unseen }
}

export function found<Defect extends string>(defect: Defect, saw: Words): VerdictOf<Defect> {
  return { kind: 'defect', defect, saw }
}

/** A check whose groundwork has failed shows nothing, so that one defect is named once. */
export function afterwards({ ko, en }: Words): Words {
  return { ko: `먼저 고칠 것: ${ko}`, en: `to be mended first: ${en}` }
}

export function reportOf<Group extends string, Id extends string, Defect extends string>(
  check: { readonly group: Group; readonly id: Id; readonly title: Words },
  verdict: VerdictOf<Defect>,
  defects: Readonly<Record<Defect, DefectRow>>,
): CheckReportOf<Group, Id, Defect> {
  const blank = { ...check, saw: null, unseen: null, defect: null, advice: null }
  switch (verdict.kind) {
    case 'passed':
      return { ...blank, result: 'passed', saw: verdict.saw, unseen: verdict.unseen }
    case 'unseen':
      return { ...blank, result: 'unseen', unseen: verdict.why }
    case 'defect': {
      const { costs, advice } = defects[verdict.defect]
      const result = costs === 'little' ? 'warning' : 'failed'
      return { ...blank, result, saw: verdict.saw, defect: verdict.defect, advice }
    }
  }
}

/** F: money is at stake. D: three or more checks failed. C: one or two. B: warnings. A: nothing. */
export function gradeOf(costs: readonly Costs[]): Grade {
  if (costs.includes('money')) return 'F'
  const failed = costs.filter((cost) => cost === 'work').length
  if (failed > 0) return failed > 2 ? 'D' : 'C'
  return costs.length > 0 ? 'B' : 'A'
}
