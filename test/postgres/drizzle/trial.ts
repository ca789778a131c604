import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Sql } from 'postgres'
import { aftermath } from '../../../functions/journal/drizzle/aftermath.ts'
import { predict } from '../../../functions/journal/drizzle/predict.ts'
import type { JournalRows } from '../../../functions/model/journal.ts'
import type { Entry, JournalRow, Prediction } from '../../../functions/model/prediction.ts'
import type { Case, CaseEntry } from './cases.ts'
import type { Migrator } from './migrators.ts'

/** What a run did, or was to do: the marks that stay, the rows that are new, and how it ended. */
interface Done {
  ran: string[]
  rows: string[]
  ended: string
}

/** Model and reality of one migrate, as they must be equal. */
export interface Compared {
  predicted: Done
  real: Done
  prediction: Prediction
  /** For every entry: its verdict, and whether the row with its file's hash is there, where one file has one hash. */
  verdicts: { verdict: string; hasRow: boolean | null }[]
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** A file whose statements leave marks in the table `ran`; `number` tells cases apart. */
function textOf({ tag, kind }: CaseEntry, number: number): string {
  const mark = (what: string) => `insert into ran (number, mark) values (${number}, '${tag}${what}');`
  switch (kind) {
    case 'plain':
    case 'lost':
      return `-- ${tag}\n${mark('')}\n`
    case 'crlf':
      return `-- ${tag}\r\n${mark('')}\r\n--> statement-breakpoint\r\nselect 1;`
    case 'empty':
      return ''
    case 'comment':
      return `/* ${mark('')} */`
    case 'two-at-once':
      return `${mark('')} ${mark(' two')}`
    case 'fails':
      return `${mark('')}\n--> statement-breakpoint\nselect 1 / 0;\n--> statement-breakpoint\n${mark(' never')}`
    case 'commits':
      return `${mark('')}\n--> statement-breakpoint\ncommit;`
  }
}

/** The marks that a file leaves when all of it runs, and when it runs as far as it fails. */
const marksOf = ({ tag, kind }: CaseEntry, whole: boolean): string[] => {
  if (kind === 'empty' || kind === 'comment') return []
  if (kind === 'two-at-once') return whole ? [tag, `${tag} two`] : []
  return [tag]
}

const stampOf = ({ tag, when }: CaseEntry, layout: Case['layout']) => (layout === 'journal' ? when : millisOf(tag))

/** As drizzle-orm 1.0 reads a name (migrator.utils.js, formatToMillis). */
function millisOf(tag: string): number {
  const part = (from: number, to: number) => parseInt(tag.slice(from, to), 10)
  return Date.UTC(part(0, 4), part(4, 6) - 1, part(6, 8), part(8, 10), part(10, 12), part(12, 14))
}

/** The folder's entries as the model is told of them; what it cannot know by itself comes from the test. */
const entriesOf = ({ entries, layout }: Case, number: number, { neonHttp }: Migrator): Entry[] =>
  entries.map((entry): Entry => {
    const fails = entry.kind === 'fails' || (entry.kind === 'two-at-once' && neonHttp)
    return {
      tag: entry.tag,
      when: stampOf(entry, layout),
      hash: entry.kind === 'lost' ? null : sha256(textOf(entry, number)),
      fails: fails ? 'by design' : null,
      commits: entry.kind === 'commits',
    }
  })

/** In the order in which Drizzle 1.0 lists folders. */
const inOrder = (trial: Case): Case =>
  trial.layout === 'journal'
    ? trial
    : renumbered(
        trial,
        trial.entries.map((entry, i) => ({ entry, i })).toSorted((a, b) => a.entry.tag.localeCompare(b.entry.tag)),
      )

function renumbered(trial: Case, sorted: { entry: CaseEntry; i: number }[]): Case {
  const { table } = trial
  const entries = sorted.map(({ entry }) => entry)
  if (table.state !== 'there') return { ...trial, entries }
  const rows = table.rows.map((row) => ({
    ...row,
    hashOf: row.hashOf === null ? null : sorted.findIndex(({ i }) => i === row.hashOf),
  }))
  return { ...trial, entries, table: { ...table, rows } }
}

async function writeFolder(dir: string, { layout, entries }: Case, number: number): Promise<void> {
  const there = entries.filter(({ kind }) => kind !== 'lost')
  const files = there.map((entry): [string, string] => [
    layout === 'journal' ? `${entry.tag}.sql` : `${entry.tag}/migration.sql`,
    textOf(entry, number),
  ])
  const journal = entries.map(({ tag, when }, idx) => ({ idx, version: '7', when, tag, breakpoints: true }))
  if (layout === 'journal')
    files.push(['meta/_journal.json', JSON.stringify({ version: '7', dialect: 'postgresql', entries: journal })])
  for (const [name, text] of files) {
    await mkdir(dirname(join(dir, name)), { recursive: true })
    await writeFile(join(dir, name), text)
  }
}

const quoted = (name: string) => `"${name}"`
const literal = (text: string | null) => (text === null ? 'null' : `'${text.replaceAll("'", "''")}'`)

/** Makes the table as the case has it; `elsewhere`: under another name, where the migrator does not look. */
function tableSql({ table, schema, name }: Case, hashes: (string | null)[]): string {
  if (table.state === 'absent') return ''
  const at = `${quoted(schema)}.${quoted(table.state === 'elsewhere' ? `other ${name}` : name)}`
  const columns = table.state === 'lacking' ? 'id serial primary key, hash text' : COLUMNS
  const named = table.state === 'there' && table.named
  const made = `create schema ${quoted(schema)}; create table ${at} (${columns}${named ? NAMED : ''});`
  const rows = table.state === 'there' ? table.rows : []
  return rows.reduce((sql, row) => {
    const hash = (row.hashOf === null ? null : hashes[row.hashOf]) ?? sha256(`stray ${row.createdAt}`)
    const name = named ? `, ${literal(row.name)}` : ''
    return `${sql} insert into ${at} (hash, created_at${named ? ', name' : ''}) values ('${hash}', ${row.createdAt ?? 'null'}${name});`
  }, made)
}

const COLUMNS = 'id serial primary key, hash text not null, created_at bigint'
const NAMED = ', name text, applied_at timestamptz default now()'

/** The table as Plumbline reads it. */
async function readRows(sql: Sql, { schema, name }: Case): Promise<JournalRows> {
  const columns = await sql<{ name: string }[]>`
    select column_name as name from information_schema.columns
    where table_schema = ${schema} and table_name = ${name} order by ordinal_position`
  if (columns.length === 0) return { state: 'absent' }
  const names = columns.map((column) => column.name)
  const rows = await sql.unsafe(`select * from ${quoted(schema)}.${quoted(name)} order by id`)
  return { state: 'read', named: names.includes('name'), columns: names, rows: rows.map(rowOf) }
}

const rowOf = (row: Record<string, unknown>): JournalRow => ({
  id: Number(row.id),
  hash: String(row.hash),
  createdAt: row.created_at === null || row.created_at === undefined ? null : Number(row.created_at),
  name: typeof row.name === 'string' ? row.name : null,
})

/** Runs a case twice, the second time on what the first left, and gives model and reality of both. */
export async function tryCase(sql: Sql, migrator: Migrator, drawn: Case, number: number): Promise<Compared[]> {
  const trial = inOrder({ ...drawn, schema: `${drawn.schema} ${number}` })
  const dir = await mkdtemp(join(tmpdir(), 'plumbline-trial-'))
  try {
    await writeFolder(dir, trial, number)
    const entries = entriesOf(trial, number, migrator)
    await sql.unsafe(
      tableSql(
        trial,
        entries.map(({ hash }) => hash),
      ),
    )
    const first = await once(sql, migrator, trial, entries, { dir, number })
    return [first, await once(sql, migrator, trial, entries, { dir, number })]
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

async function once(
  sql: Sql,
  migrator: Migrator,
  trial: Case,
  entries: Entry[],
  { dir, number }: { dir: string; number: number },
): Promise<Compared> {
  const { layout, schema, name } = trial
  const rows = await readRows(sql, trial)
  const prediction = predict({ flavour: migrator.flavour, layout, entries, rows })
  await sql`delete from ran where number = ${number}`
  const config = { migrationsFolder: dir, migrationsSchema: schema, migrationsTable: name }
  const ended = await migrator.migrate(config).then(
    () => 'well',
    (error: unknown) => endOf(error),
  )
  const marks = await sql<{ mark: string }[]>`select mark from ran where number = ${number} order by id`
  const real = { ran: marks.map(({ mark }) => mark), rows: newRows(rows, await readRows(sql, trial)), ended }
  const found = rows.state === 'read' ? rows.rows : []
  const hashes = entries.map(({ hash }) => hash)
  const verdicts = prediction.verdicts.map(({ verdict }, i) => {
    const single = hashes.indexOf(hashes[i] ?? null) === hashes.lastIndexOf(hashes[i] ?? null)
    return { verdict, hasRow: single ? found.some(({ hash }) => hash === hashes[i]) : null }
  })
  return { predicted: predictedOf(prediction, trial, entries), real, prediction, verdicts }
}

function predictedOf(prediction: Prediction, trial: Case, entries: Entry[]): Done {
  const { ran, recorded, partly, failing } = aftermath(prediction, entries)
  const marks = prediction.order.flatMap((i) => {
    const entry = trial.entries[i]
    return entry && (ran.includes(i) || partly === i) ? marksOf(entry, partly !== i) : []
  })
  const named = prediction.flavour === '1.0' || prediction.flavour === '1.0-neon-http'
  const rows = prediction.order.filter((i) => recorded.includes(i)).flatMap((i) => entries[i] ?? [])
  const reason = failing === null ? undefined : prediction.verdicts[failing]?.reason.because
  return {
    ran: marks,
    rows: rows.map(({ hash, when, tag }) => line({ hash: hash ?? '', createdAt: when, name: named ? tag : null })),
    ended: prediction.failure?.failure ?? reason ?? 'well',
  }
}

const line = ({ hash, createdAt, name }: Pick<JournalRow, 'hash' | 'createdAt' | 'name'>) =>
  `${hash.slice(0, 8)} ${createdAt} ${name}`

/** The rows that a run wrote, in order. */
function newRows(before: JournalRows, after: JournalRows): string[] {
  const known = new Set(before.state === 'read' ? before.rows.map(({ id }) => id) : [])
  return after.state === 'read' ? after.rows.filter(({ id }) => !known.has(id)).map(line) : []
}

const ENDS: readonly [end: string, text: RegExp][] = [
  ['missing-file', /^No file .* found in/],
  ['no-journal', /^Can't find meta\/_journal\.json/],
  ['old-folder', /old drizzle-kit migration folders/],
  ['table-shape', /column "created_at" does not exist/],
  ['unmatched-rows', /do not match any local migration/],
  ['statements', /division by zero|cannot insert multiple commands/],
  ['bad-stamp', /invalid input syntax for type bigint|out of range for type bigint/],
]

/** Which of the predicted ends an error is; its text where it is none. */
function endOf(error: unknown): string {
  const text = textsOf(error).join('\n')
  return ENDS.find(([, pattern]) => pattern.test(text))?.[0] ?? text
}

/** Drizzle wraps what the driver threw. */
const textsOf = (error: unknown): string[] => (error instanceof Error ? [error.message, ...textsOf(error.cause)] : [])
