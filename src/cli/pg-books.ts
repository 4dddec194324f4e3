/** What the practice PG knows: its contracts, and under each the orders it was asked for and what became of them. */
import { randomInt } from 'node:crypto'
import type { ToPg, Values } from '../channels/framed/fields.ts'

export interface PgOrder {
  readonly order: string
  readonly number: string
  readonly amount: string
  readonly expires_at: string
  readonly state: 'STANDING' | 'ENDED'
}

/** `result` is 0000, or why not. */
export type PgVerdict = { readonly result: string; readonly message: string } & Values

export interface PgBooks {
  /** Does what is asked, once for each order however often it is asked. */
  carryOut(message: ToPg, asked: Values): PgVerdict
  orders(): readonly PgOrder[]
}

const DONE = { result: '0000', message: '정상' }
const no = (result: string, message: string): PgVerdict => ({ result, message })

export function openPgBooks(): PgBooks {
  const orders = new Map<string, PgOrder>()

  function take(asked: Values, number: string): PgVerdict {
    const { order = '', amount = '', expires_at = '' } = asked
    const before = orders.get(order)
    if (before?.state === 'ENDED') return no('3005', '이미 망취소된 요청입니다')
    const holder = [...orders.values()].find((each) => each.number === number && each.state === 'STANDING')
    if (holder !== undefined && holder.order !== order) return no('2106', '이미 등록된 번호입니다')
    orders.set(order, { order, number: before?.number ?? number, amount, expires_at, state: 'STANDING' })
    return { ...DONE, number: before?.number ?? number }
  }

  /** One that never came is over too: its request may still be on its way. */
  function end({ order = '', number = '' }: Values): PgVerdict {
    const before = orders.get(order) ?? { order, number, amount: '0', expires_at: '0' }
    orders.set(order, { ...before, state: 'ENDED' })
    return DONE
  }

  return {
    carryOut(message, asked) {
      const known = orders.get(asked['order'] ?? '')
      switch (message) {
        case 'issue':
          return take(asked, known?.number ?? freshNumber())
        case 'register':
          return take(asked, asked['number'] ?? '')
        case 'amend': {
          if (known?.state !== 'STANDING') return no('2001', '없는 번호입니다')
          const { amount = known.amount, expires_at = known.expires_at } = asked
          orders.set(known.order, { ...known, amount, expires_at })
          return DONE
        }
        case 'revoke':
        case 'cancel':
          return end(asked)
        case 'status':
          return { ...DONE, state: known?.state ?? 'UNKNOWN', number: known?.state === 'STANDING' ? known.number : '' }
        case 'echo':
          return DONE
      }
    },
    orders: () => [...orders.values()],
  }
}

/** 16 digits of its own making. */
function freshNumber(): string {
  const half = (): string => String(randomInt(10 ** 8)).padStart(8, '0')
  return half() + half()
}
