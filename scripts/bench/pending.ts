import { Preflight } from '../../functions/model/preflight.ts'
import type { SentFolder } from '../../functions/model/sent-folder.ts'
import { sentOf, tagOf, type MadeMigration } from './folder.ts'
import { median, timed } from './numbers.ts'
import { isolateCpu } from './profile.ts'
import { setStage } from './stage.ts'
import { statusIndex, tableName, wideSchema } from './wide.ts'
import { startWorker, type RunningWorker } from './worker.ts'
import type { ServerVersion } from '../postgres/server.ts'

/** A preflight of many migrations through the Worker. Times in ms. */
export interface PreflightSamples {
  tables: number
  migrations: number
  statements: number
  /** Facts that it read. */
  facts: number
  wall: number
  /** CPU time of the Worker's isolate. */
  cpu: number
  cpuWithLint: number
}

const TABLES = 500
const APPLIED = 20
const PENDING = 100

/** Measures `rounds` times over, after one that only warms up, on a PostgreSQL and a Worker of its own. */
export async function measurePreflight(version: ServerVersion, rounds: number): Promise<PreflightSamples> {
  const applied = wideSchema(TABLES, APPLIED)
  const stage = await setStage(version, applied)
  try {
    const worker = await startWorker(stage.url)
    try {
      return await measured(worker, sentOf([...applied, ...pendingMigrations()]), rounds)
    } finally {
      await worker.close()
    }
  } finally {
    await stage.close()
  }
}

async function measured(worker: RunningWorker, folder: SentFolder, rounds: number): Promise<PreflightSamples> {
  const told = await foretold(worker, folder, '1')
  const walls: number[] = []
  const cpus = { plain: [] as number[], lint: [] as number[] }
  for (let round = 0; round < rounds; round++) {
    walls.push(await timed(async () => void (await foretold(worker, folder, '0'))))
    cpus.plain.push(await isolateCpu(worker.inspector, async () => void (await foretold(worker, folder, '0'))))
    cpus.lint.push(await isolateCpu(worker.inspector, async () => void (await foretold(worker, folder, '1'))))
  }
  return {
    tables: TABLES,
    migrations: told.pending.length,
    statements: told.pending.reduce((sum, { statements }) => sum + statements, 0),
    facts: told.figures.facts,
    wall: median(walls),
    cpu: median(cpus.plain),
    cpuWithLint: median(cpus.lint),
  }
}

/** @throws where it does not foretell what it must: the figures would mean nothing */
async function foretold(worker: RunningWorker, folder: SentFolder, lint: '0' | '1'): Promise<Preflight> {
  const told = Preflight.parse(await worker.preflight(folder, lint))
  const sure = told.predictions.every(({ verdict }) => verdict === 'data')
  if (told.pending.length !== PENDING || !sure)
    throw new Error(`${PENDING} migrations were to be fine: ${JSON.stringify(told.predictions.slice(0, 3))}`)
  return told
}

/** What a hundred deploys bring: columns, keys, indexes, checks, policies, a table now and then. All of it is fine. */
const pendingMigrations = (): MadeMigration[] =>
  Array.from({ length: PENDING }, (_, i) => {
    const [own, other] = [tableName(i * 4), tableName(i * 4 + 1)]
    const made = `added_${i}`
    return {
      tag: tagOf(APPLIED + i, made),
      statements: [
        `alter table ${own} add column ${made} integer not null default 0;`,
        `alter table ${other} add constraint ${other}_${made} check (quantity >= 0);`,
        `drop index ${tableName(i * 4 + 2)}_status_idx;`,
        `${statusIndex(i * 4 + 2)};`,
        `create table ${made} (id uuid primary key, ${own}_id uuid not null references ${own} (id), note text);`,
        `create index ${made}_idx on ${made} (${own}_id);`,
        `alter table ${made} enable row level security;`,
        `create policy own_rows on ${made} for select to authenticated using (note is not null);`,
        `alter table ${other} alter column note set default '';`,
      ],
    }
  })
