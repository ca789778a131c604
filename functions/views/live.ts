/**
 * The one script of the pages, as text that the Worker serves: every half minute, while somebody looks, it asks for the page
 * again with the ETag that it has, and puts in place what is new: folds, focus and scrolling stay, and a live region says so
 * politely. A button pauses it (WCAG 2.2.2). Without it every page is whole. It uses what browsers of 2022 know, and no library.
 */
export const LIVE = `
const EVERY = 30_000
const main = document.querySelector('main')
const fresh = document.querySelector('#fresh')
let etag = null
let paused = false
let silent = false

const units = [[86_400_000, 'd'], [3_600_000, 'h'], [60_000, 'min'], [1000, 's']]
function age(at) {
  const distance = Math.abs(Date.now() - at)
  const unit = units.find(([ms]) => distance >= ms)
  if (!unit) return 'just now'
  const span = Math.floor(distance / unit[0]) + ' ' + unit[1]
  return at > Date.now() ? 'in ' + span : span + ' ago'
}

function grow() {
  for (const one of document.querySelectorAll('main [data-age]'))
    one.textContent = age(Date.parse(one.closest('time').dateTime))
}

const clock = () => new Date().toISOString().slice(11, 19) + ' UTC'
const said = document.createElement('span')
function say(text) {
  said.textContent = text
}

/** What names a fold or a link in the page before and after: its own words, and which of those alike it is. */
function namesOf(elements) {
  const seen = new Map()
  return elements.map((element) => {
    const item = element.closest('li, section, figure')
    const name = (item?.querySelector('a, h2, figcaption')?.textContent ?? '') + element.textContent.slice(0, 80)
    seen.set(name, (seen.get(name) ?? 0) + 1)
    return name + ' ' + seen.get(name)
  })
}
const foldsOf = (root) => [...root.querySelectorAll('summary')]
const stopsOf = (root) => [...root.querySelectorAll('a, summary, button, select, input, [tabindex]')]

function replaceMain(next) {
  const folds = foldsOf(main)
  const open = new Set(namesOf(folds).filter((_, i) => folds[i].parentElement.open))
  const stops = stopsOf(main)
  const focused = namesOf(stops)[stops.indexOf(document.activeElement)]
  const chosen = new Map([...main.querySelectorAll('select')].map((select) => [select.name, select.value]))
  main.replaceChildren(...next.childNodes)
  foldsOf(main).forEach((fold, i, all) => { fold.parentElement.open = open.has(namesOf(all)[i]) })
  for (const select of main.querySelectorAll('select')) if (chosen.has(select.name)) select.value = chosen.get(select.name)
  if (focused === undefined) return
  const after = stopsOf(main)
  after[namesOf(after).indexOf(focused)]?.focus({ preventScroll: true })
}

async function look() {
  if (paused || document.hidden || !getSelection().isCollapsed) return
  const headers = { Accept: 'text/html', ...(etag && { 'If-None-Match': etag }) }
  const response = await fetch(location.href, { headers, cache: 'no-store' }).catch(() => null)
  if (response === null || (response.status >= 400 && response.status !== 503)) {
    if (!silent) say('Not updated since ' + clock() + ': the Worker did not answer.')
    silent = true
    return
  }
  if (silent) say('Up to date again since ' + clock() + '.')
  silent = false
  grow()
  if (response.status === 304) return
  const first = etag === null
  etag = response.headers.get('ETag')
  const page = new DOMParser().parseFromString(await response.text(), 'text/html')
  const next = page.querySelector('main')
  if (!next || (first && plain(next) === plain(main))) return
  replaceMain(next)
  document.title = page.title
  document.querySelector('link[rel=icon]').href = page.querySelector('link[rel=icon]').href
  say('Updated at ' + clock() + ': ' + page.title.replace(/ · Plumbline$/, '') + '.')
}

/** A page's words without how long ago things were. */
function plain(root) {
  const copy = root.cloneNode(true)
  for (const one of copy.querySelectorAll('time')) one.remove()
  return copy.textContent
}

const button = document.createElement('button')
button.type = 'button'
button.textContent = 'Pause updates'
button.addEventListener('click', () => {
  paused = !paused
  button.textContent = paused ? 'Resume updates' : 'Pause updates'
  if (!paused) void look()
})
fresh.before(button)
fresh.append(said)
document.addEventListener('visibilitychange', () => { void look() })
setInterval(() => { void look() }, EVERY)
`
