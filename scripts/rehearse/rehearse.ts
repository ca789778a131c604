import type { Blueprint } from '../../functions/model/blueprint.ts'
import { extensionsIn } from '../blueprint/extensions.ts'
import type { MigrationFile, MigrationFolder } from '../blueprint/migration-file.ts'
import type { Scratch } from '../blueprint/scratch.ts'
import { copyCatalog, extensionsOf, withScratch, type ScratchPlan } from './copy.ts'
import type { ReadFacts } from './facts.ts'
import { makeJournal } from './journal-table.ts'
import type { Live } from './live.ts'
import { attempt } from './try.ts'
import { perform, type Performance } from './perform.ts'
import { serverError } from './server-error.ts'
import { driftOf, rootLines, type Standing } from './standing.ts'

/** What a rehearsal came to. */
export interface Rehearsal extends Performance {
  /** works: every statement, and what it leaves is as the migrations say · fails · unknown: part could not be looked at. */
  outcome: 'works' | 'fails' | 'unknown'
  /** What it ran on: `PGlite (PostgreSQL 18.1)`. */
  on: string
  /** Whether it ran on a real database, with its rows, and was rolled back. */
  rolledBack: boolean
  /** How many facts the catalog held that it ran on. */
  facts: number
  /** Tags, in the order in which Drizzle would run them. */
  pending: string[]
  /** Drift that is there already, and what of the end is not as the migrations say and was not so before. */
  drift: { before: string[]; after: string[] }
  unknowns: { subject: string; reason: string }[]
}

export interface RehearsalRequest {
  live: Live
  blueprint: Blueprint
  folder: MigrationFolder
  standing: Standing
  plan: Omit<ScratchPlan, 'extensions'>
}

/** What a Supabase connection starts with. */
const SESSION = 'set search_path = "$user", public, extensions;'

/** The migrations that Drizzle would run, in its order. */
export const pendingOf = ({ files }: MigrationFolder, { runs }: Standing): MigrationFile[] =>
  files.filter((_, i) => runs[i])

/** Rehearses the pending migrations on a copy of the live catalog; nothing of the target is touched. */
export async function rehearse({ live, blueprint, folder, standing, plan }: RehearsalRequest): Promise<Rehearsal> {
  const pending = pendingOf(folder, standing)
  const wanted = [...new Set(pending.flatMap(({ text }) => extensionsIn(text ?? '')))]
  return withScratch({ ...plan, extensions: [...extensionsOf(live.facts), ...wanted] }, async ({ db, read, roles }) => {
    const copy = await copyCatalog({ db, read, roles }, live.facts)
    const absent = await missingExtensions(db, wanted)
    const unknowns = [
      ...copy.missing.map(({ fact, reason }) => ({ subject: fact, reason: `not in the copy: ${reason}` })),
      ...live.unmodelled.map((key) => ({ subject: key, reason: 'objects of this kind are not copied' })),
      ...[...absent].map((name) => ({
        subject: `extension ${name}`,
        reason: `${db.name} does not have it: passed over`,
      })),
    ]
    if (plan.platform === 'supabase') await db.exec(SESSION)
    await makeJournal(db, plan.journal, live)
    await db.exec('begin')
    return rehearseOn({ db, read, blueprint, standing, pending, absent, unknowns, commit: true })
  })
}

export interface Stage {
  db: Scratch
  read: ReadFacts
  blueprint: Blueprint
  standing: Standing
  pending: readonly MigrationFile[]
  absent: ReadonlySet<string>
  unknowns: readonly { subject: string; reason: string }[]
  /** Whether to commit, as Drizzle does, or only to check what a commit would check. */
  commit: boolean
}

/** Runs the pending migrations inside the open transaction and says what came of it. */
export async function rehearseOn({
  db,
  read,
  blueprint,
  standing,
  pending,
  absent,
  unknowns,
  commit,
}: Stage): Promise<Rehearsal> {
  const before = await read()
  const ran = await perform(db, pending, absent)
  const failed = ran.statements.some(({ error }) => error !== null)
  const refused = failed ? null : await end(db, commit)
  const fails = failed || refused !== null
  const ahead = standing.applied.map((applied, i) => applied || standing.runs[i] === true)
  const old = driftOf(blueprint, before, standing)
  const had = new Set(rootLines(old.differences))
  const after = fails ? [] : driftOf(blueprint, await readAfter(db, read, commit), { ...standing, applied: ahead })
  const left = 'differences' in after ? rootLines(after.differences).filter((line) => !had.has(line)) : []
  const blind = [
    ...unknowns,
    ...('unknowns' in after ? after.unknowns : []).map(({ subject, reason }) => ({ subject, reason })),
  ]
  return {
    ...ran,
    commit: refused,
    outcome:
      fails && !isBlind(ran, blind)
        ? 'fails'
        : blind.length > 0
          ? 'unknown'
          : left.length > 0 || fails
            ? 'fails'
            : 'works',
    on: db.name,
    rolledBack: !commit,
    facts: before.length,
    pending: pending.map(({ tag }) => tag),
    drift: { before: [...had], after: left },
    unknowns: blind,
  }
}

/** Deferred constraints are checked at the end: by COMMIT, or without one. */
const end = (db: Scratch, commit: boolean) =>
  commit
    ? db.exec('commit').then(
        () => null,
        (error: unknown) => serverError(error),
      )
    : attempt(db, 'set constraints all immediate')

async function readAfter(db: Scratch, read: ReadFacts, committed: boolean) {
  if (committed) await db.exec('begin')
  const facts = await read()
  if (committed) await db.exec('commit')
  return facts
}

/** Something is not there (42P01, 42703, 42704, 42883, 3F000), and the copy is not whole: that may be why. */
const ABSENT = new Set(['42P01', '42703', '42704', '42883', '3F000', '0A000'])

const isBlind = ({ statements }: Performance, unknowns: readonly unknown[]) =>
  unknowns.length > 0 && statements.some(({ error }) => ABSENT.has(error?.sqlstate ?? ''))

async function missingExtensions(db: Scratch, wanted: readonly string[]): Promise<Set<string>> {
  const rows = await db.query<{ name: string }>('select name from pg_catalog.pg_available_extensions')
  const available = new Set(rows.map(({ name }) => name))
  return new Set(wanted.filter((name) => !available.has(name)))
}
