export function ShopsPage() {
  return <h1>ShopsPage</h1>
}
