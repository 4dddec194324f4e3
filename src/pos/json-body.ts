/** A body of the HTTP dialect: bytes to a value, nothing believed of it yet. */

/** Undefined where the bytes are no UTF-8 or no JSON. A byte order mark is no JSON. */
export function readJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(body))
  } catch {
    return undefined
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
