/** What can be played in the sandbox, for people who choose from it: misbehaving tills, values that make an outcome. */
import type { Steering } from '../admin/ports.ts'
import { MAGIC_DOMAIN } from '../sandbox/magic-values.ts'
import { MISBEHAVIOURS } from '../sandbox/plays.ts'
import { MAGIC_WORDS, MISBEHAVIOUR_WORDS } from '../sandbox/script-words.ts'
import type { Practice } from './practice.ts'
import { ACCOUNT_WORDS } from './practice-bank.ts'
import { IDENTIFIER_WORDS } from './practice-issuer.ts'

export function practiceScripts({ terminals }: Practice): ReturnType<Steering['scripts']> {
  return {
    misbehaviours: MISBEHAVIOURS.map((name) => ({ name, words: MISBEHAVIOUR_WORDS[name] })),
    magic: [
      ...Object.entries(MAGIC_WORDS).map(([name, words]) => ({
        field: 'buyer_email' as const,
        value: `${name}@${MAGIC_DOMAIN}`,
        words,
      })),
      ...Object.entries(IDENTIFIER_WORDS).map(([digits, words]) => ({
        field: 'identifier' as const,
        value: hyphenated(digits),
        words,
      })),
      ...Object.entries(ACCOUNT_WORDS).map(([digits, words]) => ({
        field: 'refund_account' as const,
        value: hyphenated(digits),
        words,
      })),
    ],
    tills: terminals.map(({ id }) => id),
  }
}

/** As people write it: `010-0000-0001`, `000-000-0001`. */
function hyphenated(digits: string): string {
  return digits.replace(/^(\d{3})(\d+)(\d{4})$/, '$1-$2-$3')
}
