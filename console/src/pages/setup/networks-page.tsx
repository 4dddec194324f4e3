export function NetworksPage() {
  return <h1>NetworksPage</h1>
}
