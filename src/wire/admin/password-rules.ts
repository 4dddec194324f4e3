/**
 * What a new password must be, beside hard to guess for everybody else: the gateway refuses what breaks a rule, and the page
 * where it is chosen shows each of them before.
 */
export const PASSWORD_CHARACTERS_MIN = 12
export const PASSWORD_CHARACTERS_MAX = 128

/** Of a password, so many characters are different from one another. */
export const PASSWORD_DIFFERENT_MIN = 5

export interface WhoseIsIt {
  readonly email: string
  readonly name: string
}

export function isLongEnough(password: string): boolean {
  const characters = [...password].length
  return characters >= PASSWORD_CHARACTERS_MIN && characters <= PASSWORD_CHARACTERS_MAX
}

export function isMixed(password: string): boolean {
  return new Set(small(password)).size >= PASSWORD_DIFFERENT_MIN
}

/** Short parts may stand in anything. */
const TOLD_CHARACTERS_MIN = 4

/** It holds nothing that everybody knows of whose it is. */
export function isUnlike(password: string, { email, name }: WhoseIsIt): boolean {
  const told = [email.replace(/@.*/, ''), name].filter((text) => text.length >= TOLD_CHARACTERS_MIN)
  return !told.some((text) => small(password).includes(text.toLowerCase()))
}

function small(password: string): string {
  return password.normalize('NFKC').toLowerCase()
}
