import type { AdminError } from '../api.ts'
import type { Language } from '../language.tsx'

/** What the gateway says of this field, without the name it calls it by; undefined where it says nothing. */
export function fieldProblem(problem: AdminError | null, field: string, language: Language): string | undefined {
  if (problem?.field !== field) return undefined
  return problem.words[language].replace(new RegExp(`^${field}:? `), '')
}
