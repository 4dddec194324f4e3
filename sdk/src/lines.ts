/**
 * An answer that comes a line at a time, while the gateway works: read no faster than the lines are taken, so that a reader
 * who stops stops the gateway too. A line that was cut in two is no line. That the last one was the last it says itself;
 * whoever takes them looks for that.
 */
import { FaultError, type Language, NoAnswerError } from './errors.ts'
import { type BodyReader, cut, type FetchReply, strange } from './exchange.ts'
import type { OperationId } from './wire.gen.ts'

export interface LinesAsked {
  readonly operation: OperationId
  readonly language: Language
  readonly signal: AbortSignal
  /** Throws where it takes longer than a call may. */
  readonly inTime: <Value>(wait: () => Promise<Value>) => Promise<Value>
}

/** What each line says. The time that whoever takes them spends in between is not counted. */
export async function* linesOf(reply: FetchReply, asked: LinesAsked): AsyncGenerator<unknown, void, undefined> {
  const reader = reply.body?.getReader() ?? readerOfWhole(reply)
  const decoder = new TextDecoder()
  let rest = ''
  try {
    for (;;) {
      const { done, value } = await asked.inTime(() => read(reader, asked))
      if (done) return
      const texts = (rest + decoder.decode(value, { stream: true })).split('\n')
      rest = texts.pop() ?? ''
      for (const text of texts) {
        asked.signal.throwIfAborted()
        yield parsed(text, reply, asked)
      }
    }
  } finally {
    await reader.cancel().catch(() => {})
  }
}

function readerOfWhole(reply: FetchReply): BodyReader {
  let text: Promise<string> | undefined
  return {
    async read() {
      if (text !== undefined) return { done: true }
      text = reply.text()
      return { done: false, value: new TextEncoder().encode(await text) }
    },
    async cancel() {},
  }
}

async function read(reader: BodyReader, { operation, language, signal }: LinesAsked): ReturnType<BodyReader['read']> {
  try {
    return await reader.read()
  } catch (error) {
    signal.throwIfAborted()
    const { message, facts } = cut(operation, error, language)
    throw new NoAnswerError(message, facts)
  }
}

function parsed(text: string, { status }: FetchReply, { operation, language }: LinesAsked): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new FaultError(strange(status, text, language), {
      operation,
      status,
      code: null,
      mayHaveHappened: true,
      cause,
    })
  }
}
