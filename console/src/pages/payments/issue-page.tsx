export function IssuePage() {
  return <h1>IssuePage</h1>
}
