/**
 * How an answer's body began, for whoever asks why a notice was not taken: often the first line of an error page says it.
 * What a server sends is anybody's bytes, so it is one line of plain text here, and short.
 */
import type { CallAnswered } from './call-result.ts'

export const ANSWER_BYTES_SHOWN = 512

/** Null where there is nothing to read. */
export function answerText({ body, headers }: Pick<CallAnswered, 'body' | 'headers'>): string | null {
  const shown = body.subarray(0, ANSWER_BYTES_SHOWN)
  // What was cut in the middle of a character is left out, not shown as a broken one.
  const text = decoderFor(headers.contentType).decode(shown, { stream: shown.length < body.length })
  return text.replace(/[\s\p{C}]+/gu, ' ').trim() || null
}

/** Many a Korean server still answers in EUC-KR. */
function decoderFor(contentType: string | null): InstanceType<typeof TextDecoder> {
  const charset = /;\s*charset="?([\w-]+)/i.exec(contentType ?? '')?.[1] ?? 'utf-8'
  try {
    return new TextDecoder(charset)
  } catch {
    return new TextDecoder()
  }
}
