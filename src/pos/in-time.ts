/**
 * A till is answered by its time, whatever becomes of those who were asked for the answer: a database that hangs must
 * not leave a clerk with the money in her hand. What comes later is nobody's any more.
 */
import type { After } from '../gateway/ports.ts'

/** `late` says what is answered where nothing came within `ms`; `answering` must not reject. */
export function inTime<Reply>(answering: Promise<Reply>, ms: number, after: After, late: () => Reply): Promise<Reply> {
  return new Promise((resolve) => {
    const callOff = after(ms, () => resolve(late()))
    void answering.then((reply) => {
      callOff()
      resolve(reply)
    })
  })
}
