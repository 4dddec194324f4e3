/** Turns at what PGs must be told, each in a transaction; what another node has locked it is taking. */
import type { TakenRegistration } from '../../core/registration.ts'
import { opened, type RegistrationAsk, taken, turnOf } from '../registrations.ts'
import { registrationOf, registrationValues, settledRegistrationValues } from '../rows/registration-rows.ts'
import { STATEMENTS } from './statements.ts'
import type { Transaction } from './transaction.ts'

export async function runRegistrationChore(
  transaction: Transaction,
  ask: RegistrationAsk,
): Promise<readonly TakenRegistration[]> {
  const { wall } = transaction
  switch (ask.do) {
    case 'open': {
      const kept = opened(ask.registration, wall)
      await transaction.change(STATEMENTS.openRegistration, registrationValues(kept))
      return [turnOf(kept)]
    }
    case 'take': {
      const rows = await transaction.ask(STATEMENTS.dueRegistrations, [ask.channel, wall, ask.limit])
      const turns = rows.map((row) => taken(registrationOf(row), wall))
      for (const { tries, fence, dueAt, merchantId, paymentId } of turns)
        await transaction.change(STATEMENTS.takeRegistration, [tries, fence, dueAt, merchantId, paymentId])
      return turns.map(turnOf)
    }
    case 'hurry': {
      const { merchantId, paymentId } = ask.taken
      await transaction.change(STATEMENTS.lookAgain, [merchantId, paymentId])
      return []
    }
    case 'settle': {
      const { merchantId, paymentId } = ask.taken
      const values = settledRegistrationValues(ask.after, ask.taken)
      if ((await transaction.change(STATEMENTS.settleRegistration, values)) === 0)
        await transaction.change(STATEMENTS.lookAgain, [merchantId, paymentId])
      return []
    }
  }
}
