/** The writer's turns at what PGs must be told, inside the batch's transaction. */
import type { TakenRegistration } from '../../core/registration.ts'
import { opened, type RegistrationAsk, taken, turnOf } from '../registrations.ts'
import { registrationOf, registrationValues, settledRegistrationValues } from '../rows/registration-rows.ts'
import type { Work } from './chores.ts'
import type { WriteStatements } from './statements.ts'

export function runRegistrationChore(
  statements: WriteStatements,
  work: Work,
  ask: RegistrationAsk,
): readonly TakenRegistration[] {
  switch (ask.do) {
    case 'open': {
      const kept = opened(ask.registration, work.wall)
      statements.openRegistration.run(...registrationValues(kept))
      work.dirty = true
      return [turnOf(kept)]
    }
    case 'take': {
      const due = statements.dueRegistrations.all(ask.channel, work.wall, ask.limit).map(registrationOf)
      return due.map((kept) => {
        const turn = taken(kept, work.wall)
        statements.takeRegistration.run(turn.tries, turn.fence, turn.dueAt, turn.merchantId, turn.paymentId)
        work.dirty = true
        return turnOf(turn)
      })
    }
    case 'hurry': {
      const { merchantId, paymentId } = ask.taken
      statements.lookAgain.run(merchantId, paymentId)
      work.dirty = true
      return []
    }
    case 'settle': {
      const { merchantId, paymentId } = ask.taken
      const { changes } = statements.settleRegistration.run(...settledRegistrationValues(ask.after, ask.taken))
      if (Number(changes) === 0) statements.lookAgain.run(merchantId, paymentId)
      work.dirty = true
      return []
    }
  }
}
