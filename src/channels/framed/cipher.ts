/** How a body is sealed. The header before it is not secret and is sealed with it: nobody moves a body to another contract. */
import { createCipheriv, createDecipheriv } from 'node:crypto'

export interface Cipher {
  /** As the header names it. */
  readonly name: 'NONE' | 'AGCM'
  seal(body: Buffer, header: Buffer, nonce: Uint8Array): Buffer
  /** Undefined where it was not sealed with this key, for this header. */
  open(sealed: Buffer, header: Buffer): Buffer | undefined
}

export const NONCE_BYTES = 12
const TAG_BYTES = 16

/** For a line that nobody else can reach, and for practice. */
export const PLAIN: Cipher = { name: 'NONE', seal: (body) => body, open: (sealed) => sealed }

/** `key`: 32 bytes. A sealed body is nonce, ciphertext, tag. */
export function aesGcm(key: Buffer): Cipher {
  return {
    name: 'AGCM',
    seal(body, header, nonce) {
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(header)
      return Buffer.concat([nonce, cipher.update(body), cipher.final(), cipher.getAuthTag()])
    },
    open(sealed, header) {
      if (sealed.length < NONCE_BYTES + TAG_BYTES) return undefined
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES)).setAAD(header)
      decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
      try {
        return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()])
      } catch {
        return undefined
      }
    },
  }
}
