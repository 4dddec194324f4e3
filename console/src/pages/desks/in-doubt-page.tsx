export function InDoubtPage() {
  return <h1>InDoubtPage</h1>
}
