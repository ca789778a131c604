import { quoted } from '../../../functions/collect/catalog.ts'
import { withSnapshot } from '../../../functions/collect/transports/postgres.ts'
import { FlavourName, FLAVOURS } from '../../../functions/model/flavour.ts'
import type { Entry } from '../../../functions/model/prediction.ts'
import type { JournalTable } from '../../../functions/model/question.ts'
import { readMigrations } from '../../blueprint/folder.ts'
import type { MigrationFolder } from '../../blueprint/migration-file.ts'
import { statementsOf } from '../../blueprint/statements.ts'
import { endsTransaction, startsTransaction } from '../../blueprint/transactions.ts'
import { UserError } from '../../errors.ts'
import { detectFlavour, type Detected } from '../../journal/detect.ts'
import { readLive, type LiveJournal } from '../../journal/read.ts'
import { choice, databaseArgs, databaseUrl, journalArgs, journalTable, replayArgs, timeouts } from './options.ts'
import { unreachable } from './target.ts'

/** What both commands about the journal take. */
export const journalCommandArgs = {
  ...databaseArgs,
  migrations: replayArgs.migrations,
  ...journalArgs,
  flavour: choice(
    ['auto', ...FlavourName.options],
    'Which migrator of Drizzle; auto asks the project that the folder is in',
  ),
}

export interface JournalArgs {
  'database-url'?: string | undefined
  'statement-timeout': string
  'lock-timeout': string
  migrations?: string | undefined
  'migrations-schema'?: string | undefined
  'migrations-table'?: string | undefined
  flavour: 'auto' | FlavourName
}

/** A folder of migrations as a flavour reads it. */
export interface ReadFolder {
  dir: string
  folder: MigrationFolder
  entries: Entry[]
  detected: Detected
}

/** Reads the folder that options name. @throws UserError where there is none */
export async function folderOf(args: JournalArgs): Promise<ReadFolder> {
  const dir = args.migrations ?? './drizzle'
  const folder = await readMigrations(dir)
  const detected =
    args.flavour === 'auto'
      ? await detectFlavour(dir, folder.layout)
      : { flavour: args.flavour, why: 'as --flavour says' }
  const dated = await Promise.all(folder.files.map((file) => entryOf(file, detected.flavour)))
  const entries = [...dated, ...undated(folder)].toSorted((a, b) =>
    folder.layout === 'folders' ? a.tag.localeCompare(b.tag) : 0,
  )
  return { dir, folder, entries, detected }
}

/** Folders of 1.0 without a date: Drizzle runs them, too, and fails at their rows. */
const undated = ({ faults }: MigrationFolder): Entry[] =>
  faults.flatMap((fault) =>
    fault.kind === 'undated-folder' ? [{ tag: fault.file.replace(/\/.*/, ''), when: NaN, hash: '' }] : [],
  )

/** An entry, with what its text alone says about its run. */
async function entryOf(file: MigrationFolder['files'][number], flavour: FlavourName): Promise<Entry> {
  const { tag, when, hash, spellings, text } = file
  const statements = text === null ? [] : await statementsOf(text)
  const chunks = new Set(statements.map(({ chunk }) => chunk))
  const several = FLAVOURS[flavour].transaction === 'none' && chunks.size < statements.length
  const own = statements.filter(({ sql }) => startsTransaction(sql)).length
  return {
    tag,
    when,
    hash,
    spellings,
    fails: several
      ? 'neon-http sends what stands between two breakpoints as one statement, and here are several (42601)'
      : null,
    commits: statements.filter(({ sql }) => endsTransaction(sql)).length > own,
  }
}

/** A journal, and how to come to it again. */
export interface Live extends LiveJournal {
  url: string
  journal: JournalTable
  /** As SQL writes it. */
  table: string
}

/** Reads the journal table of the database that options name, reading only. @throws Unreachable where it cannot be read */
export async function liveJournal(args: JournalArgs): Promise<Live> {
  const url = databaseUrl(args['database-url'])
  const journal = journalTable(args)
  const reached = await withSnapshot({ url, timeouts: timeouts(args) }, (session) => readLive(session, journal))
  if (!reached.reached) throw unreachable(reached.failure)
  return { ...reached.value, url, journal, table: quoted(journal) }
}

/** Tags of a list with commas between; each must be an entry. @throws UserError for one that is none */
export function tagsOf(option: string, value: string, entries: readonly Entry[]): string[] {
  const tags = value.split(',').map((tag) => tag.trim().replace(/\.sql$/, ''))
  const stranger = tags.find((tag) => !entries.some((entry) => entry.tag === tag))
  if (stranger === undefined) return tags
  const last = entries.at(-1)?.tag
  throw new UserError(
    `${option}: the folder has no migration ${stranger === '' ? '""' : stranger}`,
    last === undefined
      ? 'make the first migration: npx drizzle-kit generate'
      : `the last one is ${last}: ${option} ${last}`,
  )
}
