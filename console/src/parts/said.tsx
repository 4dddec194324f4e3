/** What has just been done, in words: read out where nobody looks. Empty, it takes no room. */
export function Said({ children }: { readonly children: string }) {
  return (
    <p className="said" role="status">
      {children}
    </p>
  )
}
