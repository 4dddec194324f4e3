/** What a person types or a scanner scans, line by line. */
import { createInterface } from 'node:readline'

/** The terminal is opened when the first line is asked for, and left when nobody asks any more. */
export async function* typedLines(): AsyncGenerator<string> {
  const terminal = createInterface({ input: process.stdin })
  try {
    yield* terminal
  } finally {
    terminal.close()
  }
}
