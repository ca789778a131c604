import { rm } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { figure, type Figure } from './figures.ts'
import { median } from './numbers.ts'
import { freshStorage, openWorker } from './worker.ts'
import { fillStatuses, fillYear } from './year.ts'

const TARGETS = 50

/** A page that comes within this does not feel slow on top of a network's own time, ms; web.dev calls 800 ms with it good. */
const FIRST_BYTE = 200
/** What ten segments hold, which is what a server may send before it hears from the reader (RFC 6928), bytes. */
const WEIGHT = 14_600

/** One page of each sort, by how it is called. */
const PAGES = [
  ['all targets', '/'],
  ['a target', '/shop-07'],
  ['figures of 7 days', '/shop-07/figures'],
  ['figures of a year', '/shop-07/figures?days=365'],
  ['runs', '/shop-07/runs'],
  ['deploys', '/shop-07/deploys'],
  ['analytics of 12 weeks, all targets', '/analytics'],
  ['analytics of a year, one target', `/shop-07/analytics?from=${daysAgo(360)}`],
  ['the public status of 10 targets', '/status'],
  ['the style sheet', '/style.css'],
  ['the script', '/live.js'],
] as const

function daysAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)
}

/**
 * How heavy the pages are and how soon their first byte comes, of 50 targets with a year of history, through the real Worker in
 * workerd with its D1 and KV on this machine.
 */
export async function benchPages(rounds: number, say: (what: string) => void): Promise<Figure[]> {
  const targets = Array.from({ length: TARGETS }, (_, i) => `shop-${String(i).padStart(2, '0')}`)
  const storage = await freshStorage()
  try {
    say(`a year of ${TARGETS} targets`)
    const now = Date.now()
    const rows = await fillYear(storage, targets, now)
    const fromTruth = await measured(storage, targets, [['all targets, KV empty', '/']], rounds)
    await fillStatuses(storage, targets, Date.now())
    say('the pages')
    const pages = await measured(storage, targets, PAGES, rounds)
    return [figure('rows in D1', rows, 'facts'), ...pages, ...fromTruth.slice(0, 1)]
  } finally {
    await rm(storage, { recursive: true, force: true })
  }
}

async function measured(
  storage: string,
  targets: readonly string[],
  pages: readonly (readonly [name: string, path: string])[],
  rounds: number,
): Promise<Figure[]> {
  const settings = {
    TARGETS: { type: 'json', value: Object.fromEntries(targets.map((name) => [name, { url_secret: 'NOWHERE' }])) },
    PUBLIC_STATUS: {
      type: 'json',
      value: Object.fromEntries(targets.slice(0, 10).map((name) => [name, name.toUpperCase()])),
    },
    NOWHERE: { type: 'secret_text', value: 'postgresql://nobody@127.0.0.1:9/nowhere' },
  } as const
  const { address, close } = await openWorker(storage, settings)
  try {
    const figures: Figure[] = []
    for (const [name, path] of pages) figures.push(...(await measurePage(name, new URL(path, address), rounds)))
    return figures
  } finally {
    await close()
  }
}

async function measurePage(name: string, url: URL, rounds: number): Promise<Figure[]> {
  const times: number[] = []
  let body = ''
  for (let round = 0; round <= rounds; round++) {
    const start = performance.now()
    const response = await fetch(url, { headers: { Accept: 'text/html' } })
    // The first one warms up.
    if (round > 0) times.push(performance.now() - start)
    body = await response.text()
    if (!response.ok) throw new Error(`GET ${url.pathname} answered ${response.status}: ${body.slice(0, 500)}`)
  }
  return [
    figure(`${name}: time to first byte`, median(times), 'ms', FIRST_BYTE),
    figure(`${name}: weight, gzip`, gzipSync(body).length, 'bytes', WEIGHT),
    figure(`${name}: weight, plain`, Buffer.byteLength(body), 'bytes'),
  ]
}
