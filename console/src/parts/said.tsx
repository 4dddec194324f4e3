/** What was done, said where it was asked for; nothing until then. It is there from the start, so that it is heard. */
export function Said({ children }: { readonly children: string | null }) {
  return (
    <p className="said" role="status" data-empty={children === null || undefined}>
      {children}
    </p>
  )
}
