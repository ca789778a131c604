import { setTimeout as sleep } from 'node:timers/promises'
import type { CheckSuite } from '../../functions/model/health.ts'
import { figure, type Figure } from './figures.ts'
import { lossesOf, meanWithin, type Done } from './losses.ts'
import { median } from './numbers.ts'
import { fillForPgbench, findPgbench, keepBusy } from './pgbench.ts'

/** At most this is aimed at: the daily suite, ms; transactions that the monitor costs, %. */
const AIMS = { daily: 10_000, lost: 1 }
/** Between the beginnings of two looks, ms: seconds that nothing touches lie in between. */
const EVERY = 5000
/** Looks of each kind. */
const LOOKS = 24
/** pgbench's first seconds are not its usual ones. */
const WARMING = 5
/** Between two ticks of a target, and two daily runs, s. */
const TICK = 300
const DAY = 86_400

/** What is done in turn: nothing, for as long as a look took, is what shows that the method finds nothing there. */
const KINDS = ['pretended', 'tick', 'daily'] as const
type Kind = (typeof KINDS)[number]

const SUITES = { tick: ['tick'], daily: ['tick', 'daily'] } as const satisfies Record<string, readonly CheckSuite[]>

/**
 * What looks cost a database that pgbench keeps busy: in one run of pgbench, counted second by second, looks and pretended ones in turn; what is
 * missing in their seconds against the seconds around them. The look runs on the same machine, and takes its CPU, too, which
 * a Worker does not.
 */
export async function measureBusy(
  url: string,
  lookWith: (suites: readonly CheckSuite[]) => Promise<unknown>,
  say: (what: string) => void,
): Promise<Figure[]> {
  const version = await findPgbench()
  if (version === null) return unmeasured()
  say(`pgbench ${version}: its tables`)
  await fillForPgbench(url)
  const length = WARMING + (LOOKS * KINDS.length * EVERY) / 1000 + WARMING
  say(`pgbench for ${length} s, with ${LOOKS} looks of each kind`)
  const done: Record<Kind, Done[]> = { pretended: [], tick: [], daily: [] }
  const [seconds] = await Promise.all([keepBusy(url, length), inTurn(done, lookWith)])
  const all = KINDS.flatMap((kind) => done[kind])
  const lost = (kind: Kind) => meanWithin(lossesOf(seconds, done[kind], all))
  const times = (kind: Kind) => done[kind].map(({ from, to }) => to - from)
  const share = (kind: Kind, of: number, name: string, aim: number | null = null): Figure => {
    const { mean, low, high, count } = lost(kind)
    const [from, to] = [(low / of) * 100, (high / of) * 100]
    // Met is what is met with confidence.
    const met = aim === null ? null : to <= aim
    const within = `95 %: ${digits(from)} to ${digits(to)}, ${count} looks`
    const note = [...(met === null ? [] : [met ? 'met' : 'not met']), within].join('; ')
    return { ...figure(name, (mean / of) * 100, '%', aim), met, note }
  }
  return [
    figure('a look with tick checks on a busy database: wall time', median(times('tick')), 'ms'),
    figure('the daily suite on a busy database: wall time', median(times('daily')), 'ms'),
    figure('the daily suite on a busy database: the slowest', Math.max(...times('daily')), 'ms', AIMS.daily),
    share('pretended', 1, 'transactions of a second that a pretended look costs'),
    share('tick', 1, 'transactions of a second that a tick costs'),
    share('daily', 1, 'transactions of a second that a daily suite costs'),
    share('pretended', TICK, `transactions fewer with a pretended look each ${TICK} s`),
    share('tick', TICK, `transactions fewer with a tick each ${TICK} s`, AIMS.lost),
    share('daily', DAY, 'transactions fewer with a daily suite each day', AIMS.lost),
  ]
}

const digits = (value: number) => String(Number(value.toPrecision(2)))

/** Does what is to be done, each at its time. */
async function inTurn(
  done: Record<Kind, Done[]>,
  lookWith: (suites: readonly CheckSuite[]) => Promise<unknown>,
): Promise<void> {
  const began = Date.now() + WARMING * 1000
  for (let i = 0; i < LOOKS * KINDS.length; i += 1) {
    // A little later each time: the places within a second are all tried.
    await sleep(Math.max(0, began + i * EVERY + ((i * 370) % 1000) - Date.now()))
    const kind = KINDS[i % KINDS.length] ?? 'pretended'
    const from = Date.now()
    if (kind === 'pretended') await sleep(usualTime(done))
    else await lookWith(SUITES[kind])
    done[kind].push({ from, to: Date.now() })
  }
}

/** How long a look took by now, ms. */
function usualTime({ tick, daily }: Record<Kind, Done[]>): number {
  const times = [...tick, ...daily].map(({ from, to }) => to - from)
  return times.length === 0 ? 200 : median(times)
}

const unmeasured = (): Figure[] => [
  {
    ...figure('transactions fewer on a busy database', null, '%', AIMS.lost),
    note: 'there is no pgbench on PATH (Debian: postgresql-15)',
  },
]
