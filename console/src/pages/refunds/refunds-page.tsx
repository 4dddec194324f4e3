export function RefundsPage() {
  return <h1>RefundsPage</h1>
}
