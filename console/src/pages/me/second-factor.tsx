export function SecondFactorNeeded() {
  return <h1>SecondFactorNeeded</h1>
}
