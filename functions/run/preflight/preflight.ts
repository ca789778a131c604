import { quoted, type JournalTable, type Slice } from '../../collect/catalog.ts'
import type { Failure } from '../../collect/failure.ts'
import { readFacts, readFingerprints, readJournal, readSurroundings, versionOf } from '../../collect/read.ts'
import { QueryFailed, type TargetSession, type Transport } from '../../collect/transport.ts'
import type { BlueprintIndex, BlueprintParts } from '../../model/blueprint.ts'
import type { Fact } from '../../model/fact.ts'
import { isPinned } from '../../model/pinned.ts'
import { verdictOf, type Preflight, type Prediction } from '../../model/preflight.ts'
import type { SentFolder } from '../../model/sent-folder.ts'
import { factsOfNames } from '../../preflight/known/from-facts.ts'
import { parseMigration, type ParsedMigration } from '../../preflight/parse/migration.ts'
import type { SqlParser } from '../../preflight/parse/parser.ts'
import { pendingTags } from '../../preflight/pending.ts'
import { withAnswers } from '../../preflight/probe/answers.ts'
import { namesIn } from '../../preflight/simulate/names-used.ts'
import { simulate } from '../../preflight/simulate/simulate.ts'
import { deeper, type Wishes } from './lint-and-probe.ts'
import { withProvenance } from './provenance.ts'
import { lockFailure } from '../look/refusals.ts'

export interface PreflightRequest extends Wishes {
  target: string
  environment: string
  /** The way to the target. */
  reach: Transport
  journal: JournalTable
  folder: SentFolder
  parser: SqlParser
  /** Who will migrate; null: whom the journal table belongs to. */
  role: string | null
  /** What says which migration made what is there; null: none was published. */
  blueprint: { index: BlueprintIndex; parts: BlueprintParts } | null
  /** ms since the epoch */
  now: number
}

/** What came of it: the preflight, or why the target could not be asked, or that it has no role of the name given. */
export type Preflighted = { done: true; preflight: Preflight } | { done: false; failure: Failure; noRole?: string }

/** Kinds that no statement's outcome hangs on. */
const UNREAD = [
  'comment',
  'publication',
  'publication_table',
  'publication_schema',
  'ts_config',
  'ts_dict',
  'opfamily',
  'user_mapping',
]

/** Foretells what Drizzle's next migrate would do to a target, reading only. A target that cannot be read is no error. */
export async function preflight(request: PreflightRequest): Promise<Preflighted> {
  const started = performance.now()
  const reached = await request.reach((session) => foretell(session, request))
  if (!reached.reached) return { done: false, failure: reached.failure }
  if (reached.value === NO_ROLE) return noRole(request.role ?? '')
  const { cost, ...told } = reached.value
  const ms = Math.round(performance.now() - started)
  return { done: true, preflight: { ...told, figures: { ...told.figures, ...cost, ms } } }
}

/** The target has no role of the name that was given. */
const NO_ROLE = 'no role'

const noRole = (role: string): Preflighted => ({
  done: false,
  failure: {
    stage: 'query',
    sqlstate: null,
    reason: `there is no role ${role}`,
    mend: 'name a role that it has, as PostgreSQL stores it: postgres, for one; or none',
  },
  noRole: role,
})

async function foretell(session: TargetSession, request: PreflightRequest) {
  const { journal, folder, parser, blueprint, now, target, environment, role } = request
  const fingerprints = await readFingerprints(session, journal)
  if (fingerprints.journalLock !== null) throw new QueryFailed(lockFailure(fingerprints.journalLock))
  const rows = await readJournal(session, journal, fingerprints.journalColumns)
  const tags = await pendingTags(folder, rows, quoted(journal), now)
  const pending = tags.flatMap((tag) => parsed(parser, folder, tag))
  const slices = fingerprints.groups.flatMap(({ kind, schema }): Slice[] =>
    UNREAD.includes(kind) || isPinned(kind) ? [] : [{ kind, schema, shards: 1 }],
  )
  const { server } = fingerprints
  const names = namesIn(pending, parser)
  const facts = pending.length === 0 ? [] : await factsOf(session, request, server, slices)
  const around = pending.length === 0 ? [] : await readSurroundings(session, journal, names, role)
  const migrator = around.find(({ kind }) => kind === 'migrator')?.key
  if (role !== null && pending.length > 0 && migrator === undefined) return NO_ROLE
  const simulated = simulate({ facts, around, parser, server, pending })
  const more = await deeper(session, request, { pending, server, facts: factsOfNames(facts, names) })
  const told = more.probes === null ? simulated : withAnswers(simulated, more.probes, lineOf(pending))
  const predictions = await withProvenance([...missingFiles(folder), ...told.predictions], tags, blueprint)
  return {
    target,
    environment,
    verdict: verdictOf(predictions),
    migrations: folder.migrations.length,
    pending: told.pending,
    predictions,
    migrator: migrator === undefined ? null : ({ role: migrator, by: role === null ? 'journal' : 'asked' } as const),
    postgres: `PostgreSQL ${versionOf(server)}`,
    ...more,
    figures: { ms: 0, roundTrips: 0, bytes: 0, facts: facts.length },
    cost: session.cost,
  }
}

const lineOf =
  (pending: readonly ParsedMigration[]) =>
  (tag: string, line: number): string => {
    const lines = pending.find((one) => one.tag === tag)?.text.split('\n') ?? []
    return (lines[line - 1] ?? '').replace(/\r$/, '')
  }

/** @throws QueryFailed where a lock hides one: nothing can be foretold of half a catalog */
async function factsOf(
  session: TargetSession,
  { journal }: PreflightRequest,
  server: number,
  slices: readonly Slice[],
): Promise<Fact[]> {
  const { groups, locked } = await readFacts(session, journal, server, slices)
  for (const { lock } of locked) throw new QueryFailed(lockFailure(lock))
  return [...groups.values()].flat()
}

function parsed(parser: SqlParser, { migrations }: SentFolder, tag: string): ParsedMigration[] {
  const migration = migrations.find((known) => known.tag === tag)
  return migration && migration.text !== null
    ? [parseMigration(parser, { tag, file: migration.file, text: migration.text })]
    : []
}

/** Drizzle refuses the whole folder where the journal names a file that is not there. */
const missingFiles = ({ migrations }: SentFolder): Prediction[] =>
  migrations
    .filter(({ text }) => text === null)
    .map(({ tag, file }) => ({
      migration: tag,
      file,
      statement: 1,
      line: 1,
      column: 1,
      verdict: 'fails',
      sqlstate: null,
      message: `No file ${file} found in the migrations folder`,
      detail: 'The journal names it; Drizzle refuses the whole folder before it runs anything.',
      hint: null,
      excerpt: '',
      asIfMended: false,
      cause: null,
      mend: [`git log --diff-filter=D -- '*${file}'`],
    }))
