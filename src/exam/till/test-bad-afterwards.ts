/** For tests only: tills that go wrong after a sale: in completing it, in giving it back, or at the end of the day. */
import type { Defect } from './defects.ts'
import { type Conduct, GOOD } from './test-till-conduct.ts'

export interface BadTill {
  readonly defects: readonly Defect[]
  readonly conduct: Partial<Conduct>
}

const COMPLETE: Readonly<Record<string, BadTill>> = {
  'completes nothing': { defects: ['does_not_complete'], conduct: { completes: 'never' } },
  'completes before the slip is out': { defects: ['completes_early'], conduct: { completes: 'before the slip' } },
  'completes once and leaves it at that': { defects: ['gives_up_request'], conduct: { endsRequest: () => true } },
  'forgets its completions when it starts': {
    defects: ['forgets_request'],
    conduct: { remembersRequest: () => false },
  },
}

let wasSilent = false

const CANCEL: Readonly<Record<string, BadTill>> = {
  'cancels the sale before the last': {
    defects: ['wrong_original'],
    conduct: {
      request: (request) => ({
        ...request,
        original: { ...request.original, stan: String(Number(request.original.stan) - 1) },
      }),
    },
  },
  'keeps a tenth of what it cancels': {
    defects: ['cancels_other_amount'],
    conduct: { request: (request) => ({ ...request, amount: request.amount * 0.9 }) },
  },
  'gives no money for its cancels': { defects: ['does_not_cancel'], conduct: { givesBack: () => false } },
  'gives the money back before a cancel is answered': {
    defects: ['gives_back_uncancelled'],
    conduct: { givesBack: () => true },
  },
  'gives the money back where a cancel was silent': {
    defects: ['gives_back_uncancelled'],
    conduct: {
      endsRequest(reply) {
        wasSilent ||= reply === undefined
        return GOOD.endsRequest(reply)
      },
      givesBack: (reply) => wasSilent || GOOD.givesBack(reply),
    },
  },
  'cancels again under a new key': {
    defects: ['cancel_new_key'],
    conduct: { requestKeyAgain: (_key, next) => next() },
  },
  'forgets its cancels when it starts': { defects: ['forgets_request'], conduct: { remembersRequest: () => false } },
  'cancels where the line was silent': { defects: ['cancels_for_reverse'], conduct: { doubt: () => 'cancel' } },
}

const NOTHING = { count: 0, sum: 0 }

const CLOSE: Readonly<Record<string, BadTill>> = {
  'counts what it gave back as if it were there': {
    defects: ['miscounts_day'],
    conduct: {
      does: ['cancel', 'close'],
      counts: (totals) => ({ ...totals, cancelled: { cash: NOTHING, card: NOTHING } }),
    },
  },
  'closes with the totals that it was told': {
    defects: ['echoes_totals'],
    conduct: { countsAgain: ({ totals }) => totals as ReturnType<Conduct['countsAgain']> },
  },
  'calls a day closed whatever was answered': { defects: ['takes_differs_for_yes'], conduct: { isDone: () => true } },
  'sells on under the day it has closed': { defects: ['sells_after_close'], conduct: { saleDate: (today) => today } },
}

const REPORT: Readonly<Record<string, BadTill>> = {
  'adds card sales to no sum': {
    defects: ['miscounts_file'],
    conduct: {
      file: (file) => ({
        ...file,
        sum: file.rows.reduce((sum, { amount, pay_type }) => sum + (pay_type === 'cash' ? amount : 0), 0),
      }),
    },
  },
  'reports cash and no cards': {
    defects: ['rows_differ'],
    conduct: { isReported: (sold) => GOOD.isReported(sold) && sold.begun.payType === 'cash' },
  },
  'reports only what was answered': {
    defects: ['leaves_out_doubted'],
    conduct: { isReported: (sold) => GOOD.isReported(sold) && !sold.wasDoubted },
  },
  'names its file anew each time': { defects: ['renames_file'], conduct: { keepsFiles: false } },
  'calls a file taken that was refused': { defects: ['takes_differs_for_yes'], conduct: { isDone: () => true } },
}

const OPEN: Readonly<Record<string, BadTill>> = {
  'opens the day before': {
    defects: ['day_comes_to_nothing'],
    conduct: { opens: (today) => String(Number(today) - 1) },
  },
}

/** Each does what its defect is about, and is not looked at for the rest. */
function tillsThat(skill: Conduct['does'][number], tills: Readonly<Record<string, BadTill>>) {
  return Object.fromEntries(
    Object.entries(tills).map(([name, { defects, conduct }]) => [
      name,
      { defects, conduct: { does: [skill], ...conduct } },
    ]),
  )
}

export const BAD_AFTERWARDS: Readonly<Record<string, BadTill>> = {
  ...tillsThat('complete', COMPLETE),
  ...tillsThat('cancel', CANCEL),
  ...tillsThat('open', OPEN),
  ...tillsThat('close', CLOSE),
  ...tillsThat('report', REPORT),
}
