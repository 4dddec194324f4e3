export function HouseAuditPage() {
  return <h1>HouseAuditPage</h1>
}
