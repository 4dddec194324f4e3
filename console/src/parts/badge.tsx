export type Tone = 'good' | 'wait' | 'danger' | 'plain'

/** A state in one word; the colour only repeats it. */
export function Badge({ tone, children }: { readonly tone: Tone; readonly children: string }) {
  return <span className={`badge ${tone}`}>{children}</span>
}
