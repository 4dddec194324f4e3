/**
 * Whom a cash receipt is for: a telephone, a resident's number, a business, or a card of the tax office. What is typed
 * is read strictly, because a receipt that goes to somebody else's number is the buyer's deduction lost.
 *
 * A resident's number has a check digit only where it was given before October 2020; since then, and wherever a number
 * was changed since, its last six digits are drawn by lot. So its date and century are looked at and nothing behind them.
 * For cards no rule beyond their length is public.
 */
export const IDENTIFIER_KINDS = ['person', 'business', 'phone', 'taxcard'] as const
export type IdentifierKind = (typeof IDENTIFIER_KINDS)[number]

export interface ReceiptIdentifier {
  readonly kind: IdentifierKind
  /** Digits alone. */
  readonly digits: string
}

/** Whom the seller issues to when nobody has asked: the number that the tax office keeps for this. */
export const NOBODY: ReceiptIdentifier = { kind: 'phone', digits: '0100001234' }

/** Spaces and hyphens are how people write it. `kind` null: what the digits say they are. Undefined where they are none. */
export function readReceiptIdentifier(text: string, kind: IdentifierKind | null): ReceiptIdentifier | undefined {
  const digits = text.trim().replace(/(?<=\d)[ -](?=\d)/g, '')
  const fits = (each: IdentifierKind): boolean => IS_OF_KIND[each](digits)
  const found = kind === null ? LIKELIEST_FIRST.find(fits) : fits(kind) ? kind : undefined
  return found === undefined ? undefined : { kind: found, digits }
}

const IS_OF_KIND: Readonly<Record<IdentifierKind, (digits: string) => boolean>> = {
  phone: (digits) => /^01[016789]\d{7,8}$/.test(digits),
  person: isResidentNumber,
  business: isBusinessNumber,
  taxcard: (digits) => /^\d{13,19}$/.test(digits),
}

/** A business number never begins with 0, and thirteen digits that hold a date are a person's sooner than a card's. */
const LIKELIEST_FIRST: readonly IdentifierKind[] = ['phone', 'business', 'person', 'taxcard']

/** The century in which the seventh digit says somebody was born; 5 to 8 are foreigners'. */
const CENTURIES: readonly number[] = [1800, 1900, 1900, 2000, 2000, 1900, 1900, 2000, 2000, 1800]

function isResidentNumber(digits: string): boolean {
  const match = /^(\d{2})(\d{2})(\d{2})(\d)\d{6}$/.exec(digits)
  if (match === null) return false
  const [year, month, day, century] = match.slice(1).map(Number)
  return isDate((CENTURIES[century ?? 0] ?? 0) + (year ?? 0), month ?? 0, day ?? 0)
}

function isDate(year: number, month: number, day: number): boolean {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  return day >= 1 && day <= (days[month - 1] ?? 0)
}

const BUSINESS_WEIGHTS: readonly number[] = [1, 3, 7, 1, 3, 7, 1, 3, 5]

/** Weighted digits, the tens of the last product, and the digit that fills the sum up to the next ten. */
function isBusinessNumber(digits: string): boolean {
  if (!/^[1-9]\d{9}$/.test(digits)) return false
  const at = (index: number): number => Number(digits[index])
  const sum = BUSINESS_WEIGHTS.reduce((total, weight, index) => total + weight * at(index), 0)
  return (10 - ((sum + Math.floor((at(8) * 5) / 10)) % 10)) % 10 === at(9)
}
