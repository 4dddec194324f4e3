/**
 * Keeps a page of the sandbox fresh while somebody looks at it: fetches itself and takes over the new contents of
 * `<main>`, unless the person is busy in a form. Without script the page is what it was when it was loaded.
 */
export const LIVE_SCRIPT = `
const main = document.querySelector('main')
async function refresh() {
  const busy = main.contains(document.activeElement) && document.activeElement.matches('input,select')
  if (document.hidden || busy) return
  try {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } })
    if (!answer.ok) return
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('main')
    if (fresh && fresh.innerHTML !== main.innerHTML) main.replaceChildren(...fresh.childNodes)
  } catch {}
}
setInterval(refresh, 2000)
`
