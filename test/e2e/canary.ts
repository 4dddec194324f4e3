/**
 * A canary is a value that nobody else could have made up, given to the gateway to keep. Where it is found again, in
 * whatever disguise a log, a database or an address may have put it, it has leaked.
 */

export interface Sighting {
  readonly canary: string
  readonly form: string
  readonly place: string
}

/** Every form that a text takes on its way through JSON, forms, URLs, headers, dumps and signatures. */
export function formsOf(text: string): ReadonlyMap<string, Buffer> {
  const utf8 = Buffer.from(text)
  const hex = utf8.toString('hex')
  const escaped = [...text].map((letter) => (letter > '\x7f' ? escapedUnits(letter) : letter)).join('')
  const everyByte = hex.replace(/../g, '%$&')
  const forms: (readonly [string, Buffer | string])[] = [
    ['as it is', utf8],
    ['in UTF-16', Buffer.from(text, 'utf16le')],
    ['as JSON', JSON.stringify(text).slice(1, -1)],
    ['as JSON in ASCII', JSON.stringify(escaped).slice(1, -1).replaceAll('\\\\u', '\\u')],
    ['as a URL', encodeURIComponent(text)],
    ['as a form', new URLSearchParams({ '': text }).toString().slice(1)],
    ['as a URL, every byte', everyByte],
    ['as a URL, every byte in capitals', everyByte.toUpperCase()],
    ['in hex', hex],
    ['in hex in capitals', hex.toUpperCase()],
    ...[0, 1, 2].flatMap((shift): [string, string][] => {
      const inside = base64Inside(utf8, shift)
      return [
        [`in base64, ${shift} bytes behind something`, inside],
        [`in base64url, ${shift} bytes behind something`, inside.replaceAll('+', '-').replaceAll('/', '_')],
      ]
    }),
  ]
  return new Map(forms.map(([form, bytes]) => [form, Buffer.from(bytes)]))
}

/** Where the canaries are found in these bytes. `canaries`: their names and texts. */
export function findCanaries(
  canaries: Readonly<Record<string, string>>,
  place: string,
  bytes: Uint8Array,
): readonly Sighting[] {
  const haystack = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  return Object.entries(canaries).flatMap(([canary, text]) =>
    [...formsOf(text)].filter(([, needle]) => haystack.includes(needle)).map(([form]) => ({ canary, form, place })),
  )
}

/** The part of its base64 that does not depend on what stands before and after it. */
function base64Inside(bytes: Buffer, shift: number): string {
  const whole = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64')
  const lastWhole = Math.floor(((shift + bytes.length) * 8) / 6)
  return whole.slice(Math.ceil((shift * 8) / 6), lastWhole)
}

function escapedUnits(letter: string): string {
  return letter
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')
}
