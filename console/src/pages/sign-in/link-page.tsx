export function LinkPage() {
  return <h1>LinkPage</h1>
}
