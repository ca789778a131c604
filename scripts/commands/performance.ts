import { z } from 'zod'
import { takeSnapshot } from '../../functions/collect/performance.ts'
import { postgresTransport } from '../../functions/collect/transports/postgres.ts'
import { isUnread, PerformanceSnapshot } from '../../functions/model/performance.ts'
import type { PerformanceVerdict } from '../../functions/model/performance-verdict.ts'
import { judgePerformance } from '../../functions/performance/judge.ts'
import { lifetimeOf } from '../../functions/performance/lifetime.ts'
import { windowBetween } from '../../functions/performance/window.ts'
import { verdictJson } from '../../functions/views/performance/json.ts'
import { comparedText, countedText } from '../../functions/views/performance/text.ts'
import { statusOfVerdict } from '../../functions/views/performance/words.ts'
import { readCatalog, readPerformance } from '../catalog.ts'
import { UserError } from '../errors.ts'
import { command, PLUMBLINE } from './support/command.ts'
import { readJson, writeJson } from './support/json-file.ts'
import { choice, databaseArgs, databaseUrl, journalArgs, journalTable, timeouts } from './support/options.ts'
import { withSpinner } from './support/progress.ts'
import { print, printJson, textOptions } from './support/terminal.ts'

const CODES = { pass: 0, warn: 1, fail: 2, unknown: 3 } as const
const MEND = `${PLUMBLINE} performance --save FILE, before the migrations run`

/** `plumbline performance`: takes a snapshot of a database's counters, and compares it with earlier ones; reads only. */
export const performance = command({
  invocation: `${PLUMBLINE} performance`,
  description:
    'Tells what took the time, or whether it is slower than in an earlier snapshot: exit code 0 as fast, 1 and 2 slower, 3 unknown',
  examples: [
    '--database-url postgresql://…',
    '--save before.json   # an hour before, and again just before the migrations',
    '--since before.json --format json',
  ],
  args: {
    ...databaseArgs,
    ...journalArgs,
    save: {
      type: 'string',
      valueHint: 'file',
      description: 'Add this snapshot to a file, which is made where there is none',
    },
    since: {
      type: 'string',
      valueHint: 'file',
      description:
        'Compare with the last snapshot of a file; what is usual is the time between its last two, or all before',
    },
    format: choice(['text', 'json'], 'For people or for programs'),
  },
  async run(args) {
    const url = databaseUrl(args['database-url'])
    const kept = args.since === undefined ? [] : await snapshotsIn(args.since)
    const saved = args.save === undefined ? [] : await snapshotsIn(args.save, [])
    const reach = postgresTransport({
      url,
      timeouts: timeouts(args),
      catalog: readCatalog(),
      checks: readPerformance(),
    })
    const last = kept.at(-1) ?? saved.at(-1)
    const seen = last === undefined || isUnread(last.statements) ? [] : last.statements.counts.map(({ key }) => key)
    const taken = await withSpinner('reading the counters', () =>
      takeSnapshot(reach, { journal: journalTable(args), seen: [...new Set(seen)].slice(0, 500) }),
    )
    if (!taken.reached) throw new UserError(`the target could not be read: ${taken.failure.reason}`, taken.failure.mend)
    if (args.save !== undefined) await writeJson('snapshots', args.save, [...saved, taken.value].slice(-MOST))
    if (args.since === undefined) return tellCounted(taken.value, args.format)
    return tellVerdict(verdictOf(kept, taken.value), args.format)
  },
})

/** So many snapshots a file holds. */
const MOST = 50

/** The snapshots of a file. @param otherwise what stands for a file that is not there @throws UserError */
async function snapshotsIn(file: string, otherwise?: PerformanceSnapshot[]): Promise<PerformanceSnapshot[]> {
  const json = await readJson('file of snapshots', file, MEND).catch((error: unknown) => {
    if (otherwise !== undefined && error instanceof UserError && /ENOENT/.test(error.message)) return otherwise
    throw error
  })
  const parsed = z.array(PerformanceSnapshot).safeParse(json)
  if (parsed.success && (parsed.data.length > 0 || otherwise !== undefined)) return parsed.data
  throw new UserError(`${file} is no file of snapshots`, MEND)
}

/** The last snapshot of a file begins what is judged; the one before it, what is usual. */
function verdictOf(kept: readonly PerformanceSnapshot[], now: PerformanceSnapshot): PerformanceVerdict {
  const [start, before] = kept.toReversed()
  if (start === undefined) throw new UserError('there is no snapshot to compare with', MEND)
  const usual = before === undefined ? lifetimeOf(start) : windowBetween(before, start)
  return judgePerformance({
    start,
    now,
    after: windowBetween(start, now),
    baselines: [{ kind: 'before', span: usual }],
  })
}

function tellCounted(snapshot: PerformanceSnapshot, format: 'text' | 'json'): number {
  if (format === 'json') printJson(snapshot)
  else print(countedText(snapshot, textOptions()))
  return isUnread(snapshot.statements) ? 3 : 0
}

function tellVerdict(verdict: PerformanceVerdict, format: 'text' | 'json'): number {
  if (format === 'json') printJson(verdictJson({ judgedAt: 'later', verdict }))
  else print(comparedText(verdict, textOptions()))
  return CODES[statusOfVerdict(verdict)]
}
