/**
 * HTML that cannot be broken out of: every value put into a `markup` template is escaped, unless it is markup itself.
 * Merchants' names and goods go through here, so nobody has to remember.
 */
export interface Markup {
  readonly text: string
}

export type Insert = string | Markup | readonly Markup[]

export function markup(parts: TemplateStringsArray, ...values: readonly Insert[]): Markup {
  return { text: parts.reduce((text, part, index) => text + insertText(values[index - 1] ?? '') + part) }
}

/** What our own code drew and is markup already. */
export function drawn(text: string): Markup {
  return { text }
}

export const NOTHING: Markup = { text: '' }

function insertText(value: Insert): string {
  if (typeof value === 'string') return escapeText(value)
  return 'text' in value ? value.text : value.map(({ text }) => text).join('')
}

/** Fit for elements and for attributes in quotation marks. */
function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
