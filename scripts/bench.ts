import { cpus } from 'node:os'
import { defineCommand, runMain } from 'citty'
import { markAt } from '../functions/model/blueprint.ts'
import { benchBackup } from './bench/backup.ts'
import { cpuOfChildren } from './bench/cpu.ts'
import { figuresOf, type Figure } from './bench/figures.ts'
import { benchHealth } from './bench/health.ts'
import { longHistory } from './bench/long.ts'
import { measure, measureIsolate, type Bench } from './bench/measure.ts'
import { timed } from './bench/numbers.ts'
import { benchPages } from './bench/pages.ts'
import { measurePreflight } from './bench/pending.ts'
import { findPgDump } from './bench/pg-dump.ts'
import { countingProxy } from './bench/proxy.ts'
import { blueprintOf, setStage } from './bench/stage.ts'
import { tableOf } from './bench/table.ts'
import { wideSchema } from './bench/wide.ts'
import { benchVerdict } from './bench/verdict.ts'
import { startWorker } from './bench/worker.ts'

const TABLES = 1000
const MIGRATIONS = 300
/** How many clean checks the CPU time of the Worker is the mean of. */
const PROFILED = 20

type Say = (what: string) => void

const tell: Say = (what) => void process.stderr.write(`· ${what}\n`)

/** Sets everything up, measures, and takes everything down again. */
async function bench(rounds: number, say: Say): Promise<Figure[]> {
  const pgDump = await findPgDump()
  const version = pgDump?.server ?? 17
  say(`pg_dump ${pgDump?.version ?? 'is not there'}; PostgreSQL ${version} on ${cpus().length} × ${cpus()[0]?.model}`)
  say(`blueprint of ${MIGRATIONS} migrations`)
  const build = await timed(() => blueprintOf(longHistory(MIGRATIONS)))
  say(`schema of ${TABLES} tables, and its blueprint`)
  await using stack = new AsyncDisposableStack()
  const closed = <T extends { close(): Promise<void> }>(part: T) => stack.adopt(part, ({ close }) => close())
  const stage = closed(await setStage(version, wideSchema(TABLES, 20)))
  const proxy = closed(await countingProxy(stage.url))
  say('the Worker')
  const worker = closed(await startWorker(proxy.url))
  await worker.publish(stage.blueprint)
  const parts: Bench = { stage, proxy, worker, cpu: cpuOfChildren('workerd'), rival: pgDump !== null }
  const samples = await measure(parts, rounds, say)
  say('CPU of the Worker')
  const isolate = await measureIsolate(parts, PROFILED, rounds)
  say('preflight of many migrations')
  const preflight = await measurePreflight(version, Math.min(rounds, 3))
  const { groups, migrations } = stage.blueprint.content
  const facts = groups.reduce((sum, { marks }) => sum + markAt(marks, migrations.length)[1], 0)
  const verdicts = await benchVerdict(say)
  return [...figuresOf({ facts, samples, isolate, build, migrations: MIGRATIONS, preflight }), ...verdicts]
}

const command = defineCommand({
  meta: {
    name: 'bench',
    description:
      'Measures a clean check and drifted ones on a schema of 1,000 tables, beside pg_dump -s; or what is named instead',
  },
  args: {
    what: {
      type: 'positional',
      description:
        'backup: backs up, restores and proves a database, beside pg_dump -Fc and pg_restore; health: looks with checks of health beside looks without, and what looks cost a database that pgbench keeps busy; pages: how heavy and how soon the pages are, of 50 targets with a year of history; verdict: what judging a deploy takes of the Worker',
      required: false,
    },
    megabytes: { type: 'string', description: 'Of the database that is backed up', default: '1000' },
    json: { type: 'boolean', description: 'Print the figures as JSON', default: false },
    rounds: { type: 'string', description: 'How often everything is measured', default: '9' },
  },
  async run({ args }) {
    const rounds = Number(args.rounds)
    if (!Number.isInteger(rounds) || rounds < 1)
      throw new Error(`--rounds takes a whole number from 1, not ${args.rounds}`)
    const figures = await measuredOf(args.what, rounds, args.megabytes)
    process.stdout.write(`${args.json ? JSON.stringify(figures, null, 2) : tableOf(figures)}\n`)
    // Wrangler leaves timers behind.
    process.exit(0)
  },
})

/** The figures of what is named. @throws where there is no such bench */
function measuredOf(what: string | undefined, rounds: number, size: string): Promise<Figure[]> {
  switch (what) {
    case undefined:
      return bench(rounds, tell)
    case 'backup':
      return benchBackup(megabytes(size), tell)
    case 'health':
      return benchHealth(rounds, tell)
    case 'verdict':
      return benchVerdict(tell)
    case 'pages':
      return benchPages(rounds, tell)
    default:
      throw new Error(`there is no bench of ${what}: backup, health, pages, verdict`)
  }
}

/** @returns bytes. @throws for what is no number of megabytes */
function megabytes(text: string): number {
  const number = Number(text)
  if (Number.isInteger(number) && number >= 1) return number * 1e6
  throw new Error(`--megabytes takes a whole number from 1, not ${text}`)
}

await runMain(command)
