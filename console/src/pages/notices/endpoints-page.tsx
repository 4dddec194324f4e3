export function EndpointsPage() {
  return <h1>EndpointsPage</h1>
}
