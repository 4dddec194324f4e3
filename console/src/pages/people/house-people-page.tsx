export function HousePeoplePage() {
  return <h1>HousePeoplePage</h1>
}
