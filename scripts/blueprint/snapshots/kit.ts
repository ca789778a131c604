import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import type { Snapshot } from './files.ts'

/** What drizzle-kit says of a snapshot, or why it cannot be asked. */
export type Generated = { statements: string[] } | { reason: string; mend: string }

const call = z.custom<(...args: unknown[]) => unknown>((value) => typeof value === 'function')

/** The part of drizzle-kit's API that generates SQL; its own types know no format but that of its version. */
const Kit = z.object({ generateDrizzleJson: call, generateMigration: call, upPgSnapshot: call.optional() })
type Kit = z.infer<typeof Kit>

const Statements = z.array(z.string())

/**
 * The statements that make a snapshot's schema from nothing, by drizzle-kit's own generator: this project's for the formats
 * of 0.x, the one that is installed where the migrations are for those of 1.0, which nobody else can read.
 */
export async function statementsOfSnapshot({ version, json }: Snapshot, dir: string): Promise<Generated> {
  const kit = version === '8' ? await kitOf(dir) : await ownKit()
  if (kit === null)
    return { reason: `a snapshot of version ${version} is read by drizzle-kit 1.0 alone`, mend: INSTALL }
  try {
    const empty: unknown = await kit.generateDrizzleJson({})
    const current: unknown = kit.upPgSnapshot === undefined ? json : await kit.upPgSnapshot(json)
    return { statements: Statements.parse(await kit.generateMigration(empty, current)) }
  } catch (error) {
    const reason = `drizzle-kit cannot read it: ${saidBy(error)}`
    return { reason, mend: 'npx drizzle-kit check' }
  }
}

const INSTALL = 'build the blueprint where drizzle-kit 1.0 is installed beside the migrations: npm install'

/** What it threw, on one line; zod's complaints are a list. */
function saidBy(error: unknown): string {
  const line = (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ')
  return line.length > 200 ? `${line.slice(0, 199)}…` : line
}

/** Loaded only where there is a snapshot: it is heavy. */
async function ownKit(): Promise<Kit> {
  return Kit.parse(await import('drizzle-kit/api'))
}

/** drizzle-kit 1.0 as the project of the migrations has it; null where it has none. */
async function kitOf(dir: string): Promise<Kit | null> {
  const from = createRequire(resolve(dir, 'package.json'))
  try {
    return Kit.parse(await import(pathToFileURL(from.resolve('drizzle-kit/api-postgres')).href))
  } catch {
    return null
  }
}
