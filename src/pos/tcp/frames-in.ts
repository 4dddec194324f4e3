/** The bytes of a line, in whatever pieces they come, taken apart into frames. */
import { frameLength } from '../../wire/fixed/frame.ts'

export interface FramesIn {
  push(bytes: Uint8Array): void
  /** `more`: the next frame is not whole yet. `broken`: what stands there is none, and nothing after it can be found. */
  next(): Uint8Array | 'more' | 'broken'
  bytesWaiting(): number
}

export function createFramesIn(): FramesIn {
  let waiting: Buffer = Buffer.alloc(0)
  return {
    push(bytes) {
      waiting = waiting.length === 0 ? Buffer.from(bytes) : Buffer.concat([waiting, bytes])
    },
    next() {
      const length = frameLength(waiting)
      if (length === undefined) return 'broken'
      if (length === null || waiting.length < length) return 'more'
      const frame = waiting.subarray(0, length)
      waiting = waiting.subarray(length)
      return frame
    },
    bytesWaiting: () => waiting.length,
  }
}
