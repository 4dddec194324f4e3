/**
 * What the command line's till asks about a sale that it has made: to make it final, or to give it back. It stands in the
 * journal until it is answered, so that the next start asks again, the same under the same key.
 */
import type { Exchanged } from '../sandbox/till-conduct.ts'
import type { AskedRequest, TillJournal } from '../sandbox/till-journal.ts'
import type { CancelReply, CompleteReply } from '../wire/till.ts'
import { receiptLines } from './till-screen.ts'
import { createSender, hear, type LineOptions, type ScreenOptions } from './till-sender.ts'
import { TILL_WORDS } from './till-words.ts'

export interface RequestOptions extends LineOptions, ScreenOptions {
  readonly journal: TillJournal
}

/** Whether it is done. Written down before; without an answer it stays open, and so does the money. */
export async function askOnce(options: RequestOptions, asked: AskedRequest): Promise<boolean> {
  const { message, key, original, amount, reason = '' } = asked
  const { journal, say, language } = options
  const send = createSender(options)
  const fields = { ...key, original, amount }
  const exchanged: Exchanged<CompleteReply | CancelReply> =
    message === 'complete' ? await send.complete(fields) : await send.cancel({ ...fields, reason })
  const yes = hear(options, exchanged)
  if (yes === undefined && exchanged.exchange?.reply.class !== 'DECLINED') {
    say(TILL_WORDS[language].notAnswered)
    return false
  }
  journal.answer(asked, yes !== undefined && message === 'cancel')
  if (yes !== undefined && 'receipt' in yes) for (const line of receiptLines(yes, language)) say(line)
  return yes !== undefined
}
