/**
 * The check digit that most numbers of this trade share (GS1's rule): from the right, weights 3, 1, 3, ...,
 * and the digit that fills the sum up to the next ten.
 * It finds every single wrong digit. Of two neighbours swapped it misses only those that differ by 5,
 * because there the sum moves by 10: a number that passes may still be somebody else's, so amount and goods are shown.
 */

/** The check digit for `digits` (one or more of 0-9, without their check digit). Throws on anything else. */
export function mod10CheckDigit(digits: string): string {
  if (!/^[0-9]+$/.test(digits)) throw new RangeError('a check digit needs one or more digits 0-9')
  return String((10 - (weightedSum(digits) % 10)) % 10)
}

/** Whether the last digit of `number` (two or more of 0-9) is the check digit of the others. Throws on anything else. */
export function mod10Passes(number: string): boolean {
  return mod10CheckDigit(number.slice(0, -1)) === number.slice(-1)
}

/** Weights count from the right, so that a number may grow on the left without moving them. */
function weightedSum(digits: string): number {
  let sum = 0
  let weight = 3
  for (const digit of Array.from(digits).reverse()) {
    sum += Number(digit) * weight
    weight = 4 - weight
  }
  return sum
}
