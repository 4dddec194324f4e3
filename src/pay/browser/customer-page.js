// @ts-check
/**
 * Keeps a customer's page live: asks how the payment stands, and where it stands otherwise than shown, takes the insides
 * of the page as the server draws it now. So there is one place that draws states, and a page without script differs
 * only in having to be loaded again. What was shown stays when the network goes. The screen stays awake while a
 * barcode is on it. Plain JavaScript, served as it lies here; its types are checked from the comments.
 */

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const ANSWER_WITHIN_MS = 8 * SECOND_MS
/** A till may undo a payment shortly after it was made. */
const PAID_ASKED_FOR_MS = 10 * MINUTE_MS

const main = document.querySelector('main')
const stateUrl = main?.dataset['stateUrl']
const offline = document.getElementById('offline')

let asking = false
let failures = 0
/** Since when this state is being looked at. */
let lookedAtSince = Date.now()
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer
/** @type {WakeLockSentinel | null} */
let wakeLock = null

showTools()
document.addEventListener('click', useTool)
if (stateUrl !== undefined) {
  document.addEventListener('visibilitychange', lookAgain)
  window.addEventListener('pageshow', ({ persisted }) => persisted && lookAgain())
  window.addEventListener('online', lookAgain)
  schedule()
  keepAwake()
}

/** Somebody has turned to the page: ask at once, and often again. */
function lookAgain() {
  lookedAtSince = Date.now()
  keepAwake()
  if (document.hidden) schedule()
  else ask()
}

async function ask() {
  if (asking) return
  asking = true
  try {
    if ((await askState()) !== main?.dataset['shown']) await showNewest()
    failures = 0
  } catch {
    failures += 1
  }
  asking = false
  if (offline !== null) offline.hidden = failures === 0 || !showsBarcode()
  schedule()
}

async function askState() {
  const { state, version } = await (await load(stateUrl ?? '')).json()
  return `${state}.${version}`
}

async function showNewest() {
  const text = await (await load(location.href)).text()
  const page = new DOMParser().parseFromString(text, 'text/html')
  const shown = page.querySelector('main')?.dataset['shown']
  if (shown === undefined || main === null) throw new Error('not the page')
  for (const id of ['content', 'status']) {
    document.getElementById(id)?.replaceChildren(...(page.getElementById(id)?.childNodes ?? []))
  }
  main.dataset['shown'] = shown
  lookedAtSince = Date.now()
  showTools()
  keepAwake()
}

/** @param {string} url */
async function load(url) {
  // Browsers before 2022 have no such signal; they wait as long as they wait.
  const answer = await fetch(url, { cache: 'no-store', signal: AbortSignal.timeout?.(ANSWER_WITHIN_MS) ?? null })
  if (!answer.ok) throw new Error(`answered ${answer.status}`)
  return answer
}

/** Nobody looks at a hidden page, so it asks nothing. */
function schedule() {
  clearTimeout(timer)
  const delayMs = document.hidden ? undefined : nextDelayMs()
  if (delayMs !== undefined) timer = setTimeout(ask, delayMs)
}

/** Undefined where nothing can change any more. */
function nextDelayMs() {
  const state = shownState()
  if (state === 'cancelled' || state === 'failed') return undefined
  const lookedAtForMs = Date.now() - lookedAtSince
  if (state === 'paid') return lookedAtForMs < PAID_ASKED_FOR_MS ? 10 * SECOND_MS : undefined
  if (failures > 0) return Math.min(2 ** failures, 30) * SECOND_MS
  if (lookedAtForMs < 5 * MINUTE_MS) return 2 * SECOND_MS
  return lookedAtForMs < 30 * MINUTE_MS ? 5 * SECOND_MS : 15 * SECOND_MS
}

function shownState() {
  return main?.dataset['shown']?.split('.')[0]
}

function showsBarcode() {
  return ['ready', 'authorising'].includes(shownState() ?? '')
}

/** Only a page that is served over https (or from this machine) may ask for it. */
async function keepAwake() {
  const wanted = !document.hidden && showsBarcode()
  if (!wanted) {
    wakeLock?.release()
    wakeLock = null
    return
  }
  if (!('wakeLock' in navigator) || wakeLock?.released === false) return
  try {
    wakeLock = await navigator.wakeLock.request('screen')
  } catch {
    wakeLock = null // a battery nearly empty, mostly
  }
}

/** What works with script only is hidden until there is one. */
function showTools() {
  for (const button of document.querySelectorAll('button[hidden]')) button.removeAttribute('hidden')
}

/** @param {MouseEvent} click */
function useTool({ target }) {
  if (!(target instanceof Element)) return
  if (target.closest('[data-print]') !== null) window.print()
  if (target.closest('[data-copy], #number') !== null && !isSelecting()) copyNumber()
}

/** Who drags over the number wants that part of it. */
function isSelecting() {
  return getSelection()?.isCollapsed === false
}

async function copyNumber() {
  const number = document.getElementById('number')
  const button = /** @type {HTMLElement | null} */ (document.querySelector('[data-copy]'))
  const words = button?.textContent ?? ''
  if (number === null || button === null || words === button.dataset['done']) return
  if (!(await copied(number))) return
  button.textContent = button.dataset['done'] ?? ''
  setTimeout(() => {
    button.textContent = words
  }, 2 * SECOND_MS)
}

/** @param {HTMLElement} element */
async function copied(element) {
  try {
    await navigator.clipboard.writeText((element.textContent ?? '').replaceAll(/\s/g, ''))
    return true
  } catch {
    // Without https there is no clipboard: the number is marked, ready to be copied by hand.
    getSelection()?.selectAllChildren(element)
    return false
  }
}
