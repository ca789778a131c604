import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const HERE = import.meta.dirname

/** What differs, by fact key; only root causes. */
export const Differences = z.record(z.string(), z.enum(['missing', 'extra', 'changed']))
export type Differences = z.infer<typeof Differences>

const Expected = z.strictObject({
  /** Major versions whose syntax the scripts are in; absent: all. */
  versions: z.array(z.int()).optional(),
  forward: Differences,
  backward: Differences.optional(),
})

/** One folder `<kind>--<case>`: two complete scripts, and what the facts of the databases they make differ in. */
export interface Case {
  name: string
  before: string
  after: string
  /** Blueprint = before, target = after. Nothing where both scripts say the same. */
  forward: Differences
  /** Blueprint = after, target = before. */
  backward: Differences
  /** Whether a PostgreSQL of this major version understands the scripts. */
  runsOn: (version: number) => boolean
}

const MIRROR = { missing: 'extra', extra: 'missing', changed: 'changed' } as const

/** The same differences with blueprint and target swapped. */
export const mirror = (differences: Differences): Differences =>
  Object.fromEntries(Object.entries(differences).map(([key, direction]) => [key, MIRROR[direction]]))

function expectedOf(folder: string): z.infer<typeof Expected> {
  const file = join(folder, 'expected.json')
  return existsSync(file) ? Expected.parse(JSON.parse(readFileSync(file, 'utf8'))) : { forward: {} }
}

function readCase(name: string): Case {
  const folder = join(HERE, name)
  const { versions, forward, backward = mirror(forward) } = expectedOf(folder)
  const runsOn = (version: number) => versions?.includes(version) ?? true
  const script = (file: string) => readFileSync(join(folder, file), 'utf8')
  return { name, before: script('before.sql'), after: script('after.sql'), forward, backward, runsOn }
}

/** All folders of the corpus, by name. A folder `same--<case>` needs no expected.json. */
export const CASES: readonly Case[] = readdirSync(HERE, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name.includes('--'))
  .map((entry) => readCase(entry.name))
  .toSorted((a, b) => (a.name < b.name ? -1 : 1))
