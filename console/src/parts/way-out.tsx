import { type InBoth, useWords } from '../language.tsx'

const WORDS: InBoth<string> = { ko: '(새 창)', en: '(new window)' }

/** To a page of the gateway that customers see; it opens beside the console. */
export function WayOut({ to, children }: { readonly to: string; readonly children: string }) {
  const words = useWords(WORDS)
  if (!/^https?:\/\//.test(to)) return <>{to}</>
  return (
    <a href={to} target="_blank" rel="noreferrer">
      {children} <span className="small">{words}</span>
    </a>
  )
}
