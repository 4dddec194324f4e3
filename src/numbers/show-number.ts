/**
 * How a number is shown: to a person who must type it, in groups of four; in a log, so that it cannot be paid from there.
 */

/** `8100 4821 3095 5743 1267`. A number with hyphens is grouped by its merchant already and stays as it is. */
export function groupNumber(number: string): string {
  if (number.includes('-')) return number
  return (number.match(/.{1,4}/g) ?? []).join(' ')
}

/** `****1267`: the last 4 characters, of a number shorter than 8 only the last half, so that most of it stays unsaid. */
export function maskNumber(number: string): string {
  const shown = Math.min(4, Math.floor(number.length / 2))
  return `****${number.slice(number.length - shown)}`
}
