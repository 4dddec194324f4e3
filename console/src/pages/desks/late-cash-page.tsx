export function LateCashPage() {
  return <h1>LateCashPage</h1>
}
