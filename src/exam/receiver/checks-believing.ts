/**
 * Does the receiver believe what is not true? A V1 receiver may verify the signature or ask the API back; a modern one
 * has nothing but the signature. The first check shows whether it verifies at all; without that the others show nothing.
 */
import { type Check, mustBeTaken, mustNotBeBelieved, type Verdict } from './check.ts'
import type { Defect } from './defects.ts'
import { type ExamNotice, noticeBody } from './exam-notice.ts'
import type { Manner, Scene } from './scene.ts'

/** Twice what a receiver may allow. */
const AGE_SECONDS = 600

export const BELIEVING_CHECKS: readonly Check[] = [
  {
    id: 'foreign',
    needs: ['plain'],
    run: (scene) => mustNotBeBelieved(scene, 'verifies_nothing', () => ({ secrets: [scene.foreignSecret] })),
  },
  falseOne('unsigned', 'takes_unsigned', () => ({ secrets: [] })),
  falseOne('partial', 'takes_partial', () => ({ spoil: (signature) => signature.slice(0, 'v1,'.length + 8) })),
  falseOne('altered', 'takes_altered', (scene, notice) => ({
    signedBody: noticeBody(scene.format, { ...notice, event: 'reversed' }),
  })),
  falseOne('old', 'takes_old', () => ({ ageSeconds: AGE_SECONDS })),
  falseOne('ahead', 'takes_ahead', () => ({ ageSeconds: -AGE_SECONDS })),
  {
    id: 'rotation',
    needs: ['foreign'],
    run: whereSecretIsKnown((scene) =>
      mustBeTaken(scene, 'first_signature_only', () => ({ secrets: [scene.foreignSecret, scene.secret] })),
    ),
  },
]

function falseOne(id: Check['id'], defect: Defect, dress: (scene: Scene, notice: ExamNotice) => Manner): Check {
  const run = (scene: Scene): Promise<Verdict> => mustNotBeBelieved(scene, defect, (notice) => dress(scene, notice))
  return { id, needs: ['foreign'], run: whereSecretIsKnown(run) }
}

/** Signed with a secret that the receiver does not have, every notice is the same to it. */
function whereSecretIsKnown(run: Check['run']): Check['run'] {
  return async (scene) => (scene.knowsSecret ? run(scene) : { kind: 'unseen', why: NO_SECRET })
}

const NO_SECRET = { ko: '--secret 없음: 서명 검증은 볼 수 없음', en: 'no --secret: whether signatures are verified' }
