import { type ReactNode, useEffect } from 'react'

/** The title of a page, also of the browser's tab, with what one came for beside it. */
export function Head({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Sunap`
  }, [title])
  return (
    <div className="head">
      <h1>{title}</h1>
      {children !== undefined && <div className="row">{children}</div>}
    </div>
  )
}
