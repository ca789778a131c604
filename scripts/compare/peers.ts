import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { postgresTransport } from '../../functions/collect/transports/postgres.ts'
import { LookCheck } from '../../functions/model/finding.ts'
import { partsFrom, splitBlueprint } from '../../functions/model/parts.ts'
import { pinAtHand, type PinSource } from '../../functions/model/pin.ts'
import { look } from '../../functions/run/look/look.ts'
import { takePin } from '../../functions/run/look/pins.ts'
import { JOURNAL, type Stage } from '../bench/stage.ts'
import { readCatalog } from '../catalog.ts'

const run = promisify(execFile)
const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** What a peer makes of a database now, as lines: two of them are compared to see what it sees. */
export type Peer = (url: string) => Promise<string[]>

/** `pg_dump -s`, with a fixed key where it would write a random one. */
export const pgDump: Peer = async (url) => {
  const { stdout } = await run('pg_dump', ['-s', '--restrict-key=compare', '--dbname', url], { maxBuffer: 1e8 })
  return stdout.split('\n')
}

/** `drizzle-kit pull`: the schema that it writes. */
export const drizzleKit: Peer = async (url) => {
  // Inside the checkout, where drizzle-kit finds its driver.
  const dir = await mkdtemp(join(ROOT, '.compare-'))
  try {
    const config = {
      dialect: 'postgresql',
      out: dir,
      dbCredentials: { url },
      entities: { roles: { provider: 'supabase' } },
    }
    await writeFile(join(dir, 'drizzle.config.json'), JSON.stringify(config))
    await run(
      process.execPath,
      [join(ROOT, 'node_modules/drizzle-kit/bin.cjs'), 'pull', '--config', join(dir, 'drizzle.config.json')],
      {
        cwd: ROOT,
        timeout: 120_000,
      },
    )
    const files = await Promise.all(['schema.ts', 'relations.ts'].map((name) => readFile(join(dir, name), 'utf8')))
    return files.join('\n').split('\n')
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

/** How many lines stand in one of two texts and not in the other, wherever they stand. */
export function linesThatDiffer(before: readonly string[], after: readonly string[]): number {
  const count = new Map<string, number>()
  for (const line of before) count.set(line, (count.get(line) ?? 0) + 1)
  for (const line of after) count.set(line, (count.get(line) ?? 0) - 1)
  return [...count.values()].reduce((sum, n) => sum + Math.abs(n), 0)
}

const reach = ({ url }: Stage) =>
  postgresTransport({ url, catalog: readCatalog(), timeouts: { statement: 60_000, lock: 100 } })

/** Approves what no migration declares, as `plumbline pin` does. @throws where the stage cannot be read */
export async function pinned(stage: Stage): Promise<PinSource> {
  const taken = await takePin(reach(stage), JOURNAL)
  if (!taken.reached) throw new Error(taken.failure.reason)
  return pinAtHand(taken.value)
}

/** What `plumbline verify --pin` says of a stage: the keys of its findings, and of what is unknown. */
export async function plumbline(stage: Stage, pin: PinSource): Promise<{ findings: string[]; unknowns: string[] }> {
  const { index, values } = await splitBlueprint(stage.blueprint)
  const seen = await look({
    reach: reach(stage),
    journal: JOURNAL,
    blueprint: { index, parts: partsFrom(async (ref) => values.get(ref) ?? null) },
    pin,
    checks: LookCheck.options,
    now: Date.now(),
  })
  return { findings: seen.findings.map(({ key }) => key), unknowns: seen.unknowns.map(({ key }) => key) }
}

/** The version that drizzle-kit says of itself. */
export async function drizzleKitVersion(): Promise<string> {
  const text = await readFile(join(ROOT, 'node_modules/drizzle-kit/package.json'), 'utf8')
  return /"version": "([^"]+)"/.exec(text)?.[1] ?? '?'
}
