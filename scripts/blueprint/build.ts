import { CATALOG_VERSION, type CatalogSql, type JournalTable } from '../../functions/collect/catalog.ts'
import { printsViewsQualified, readFingerprints } from '../../functions/collect/read.ts'
import { PRINT_SETTINGS } from '../../functions/collect/settings.ts'
import { asking } from '../../functions/collect/statement.ts'
import { openGroups } from '../../functions/drift/groups.ts'
import {
  BLUEPRINT_FORMAT,
  type Blueprint,
  type BlueprintContent,
  type Fault,
  type Group,
  type Migration,
  type Stub,
} from '../../functions/model/blueprint.ts'
import { hashContent } from '../../functions/model/parts.ts'
import { prepareScratch } from '../postgres/scratch.ts'
import { Ledger } from './declared/ledger.ts'
import { witnessOf } from './declared/witness.ts'
import { extensionsIn } from './extensions.ts'
import { groupsOf, type Changes } from './history.ts'
import type { MigrationFile, MigrationFolder } from './migration-file.ts'
import { recorderOf } from './recorder.ts'
import { replay } from './replay.ts'
import { pgliteScratch, shadowScratch, type Scratch } from './scratch.ts'
import { snapshotFaults } from './snapshots/faults.ts'
import { statementsOf } from './statements.ts'
import { supabaseContent } from './supabase/content.ts'
import type { SupabaseMigrations } from './supabase/folder.ts'

export interface BuildRequest {
  folder: MigrationFolder
  /** The Supabase CLI's own migrations, which are not replayed. */
  supabase?: SupabaseMigrations
  tag: string
  platform: BlueprintContent['platform']
  journal: JournalTable
  catalog: CatalogSql
  /** Replay in a database of this server instead of PGlite. */
  shadowUrl?: string
  /** Read all facts after every migration: slow, and the same result. */
  everything?: boolean
  progress?: (done: number, of: number, tag: string) => void
}

/** Replays a migrations folder and says, for every point of its history, what the database should be. */
export async function buildBlueprint(request: BuildRequest): Promise<Blueprint> {
  const quickly = request.everything ? null : await replayAll(request, false)
  const { content, replayedBy } = quickly ?? (await replayAll(request, true)) ?? neverAgrees()
  return { hash: await hashContent(content), tag: request.tag, replayedBy, content }
}

function neverAgrees(): never {
  throw new Error('the digests computed here and in the scratch database differ: this is a defect of Plumbline')
}

interface Replayed {
  content: BlueprintContent
  replayedBy: string
}

/** @returns null where reading only what changed led to other facts than reading everything */
async function replayAll(request: BuildRequest, everything: boolean): Promise<Replayed | null> {
  const { folder, catalog, journal, platform } = request
  const wanted = [...new Set(folder.files.flatMap(({ text }) => extensionsIn(text ?? '')))]
  const db = await (request.shadowUrl
    ? shadowScratch(request.shadowUrl)
    : pgliteScratch(['pgcrypto', 'uuid-ossp', ...wanted]))
  try {
    await prepareScratch(db, platform)
    const missing = await missingExtensions(db, wanted)
    const recorder = recorderOf(db, catalog, journal, await serverOf(db))
    await recorder.record(-1, true)
    const witness = witnessOf(db, catalog, journal, platform)
    const ledger = new Ledger()
    const migrations: Migration[] = []
    const faults: Fault[] = []
    for (const [i, file] of folder.files.entries()) {
      request.progress?.(i, folder.files.length, file.tag)
      const { faults: own, said } = await replay(db, file, missing, witness)
      faults.push(...file.faults, ...own)
      if (said.length > 0 || !ledger.isEmpty) ledger.record(said, await witness.names(ledger.columns(said)), i)
      const changes = await recorder.record(i, everything || RENAMES_ROLE.test(file.text ?? ''))
      migrations.push(await migrationOf(file, changes))
    }
    const groups = groupsOf(recorder.history)
    if (!(await agree(db, catalog, journal, groups, migrations.length - 1))) return null
    const stubs = stubsOf(folder, missing, db.name)
    // The last that the scratch database is asked: it is emptied for it.
    const snapshots = await snapshotFaults(folder, {
      groups,
      migrations,
      faults,
      catalog,
      journal,
      db,
    })
    const { layout, faults: folderFaults } = folder
    const about = { format: BLUEPRINT_FORMAT, catalog: CATALOG_VERSION, layout, platform, journal } as const
    const declared = ledger.declarations()
    const content = { ...about, migrations, groups, declared, faults, stubs, folder: folderFaults, snapshots }
    const supabase =
      request.supabase && (await supabaseContent(request.supabase, { dir: folder.dir, groups, migrations }))
    return { content: supabase ? { ...content, supabase } : content, replayedBy: db.name }
  } finally {
    await db.close()
  }
}

/** Roles are no facts, but policies print their names. */
const RENAMES_ROLE = /\balter\s+(?:role|user|group)\b/i

async function migrationOf(
  { tag, file, when, hash, spellings, text }: MigrationFile,
  changes: Changes,
): Promise<Migration> {
  return { tag, file, when, hash, spellings, statements: (await statementsOf(text ?? '')).length, ...changes }
}

async function serverOf(db: Scratch): Promise<number> {
  const [row] = await db.query<{ server: string }>(`select current_setting('server_version_num') as server`)
  return Number(row?.server)
}

async function missingExtensions(db: Scratch, wanted: readonly string[]): Promise<Set<string>> {
  const rows = await db.query<{ name: string }>('select name from pg_catalog.pg_available_extensions')
  const available = new Set(rows.map(({ name }) => name))
  return new Set(wanted.filter((name) => !available.has(name)))
}

function stubsOf({ files }: MigrationFolder, missing: ReadonlySet<string>, scratch: string): Stub[] {
  return [...missing].map((extension) => ({
    extension,
    migration: files.find(({ text }) => extensionsIn(text ?? '').includes(extension))?.tag ?? '',
    reason: `${scratch} does not have it: it was passed over in the replay`,
  }))
}

/** Reading only what changed must end at the facts that PostgreSQL itself digests now. */
async function agree(
  db: Scratch,
  catalog: CatalogSql,
  journal: JournalTable,
  groups: readonly Group[],
  position: number,
) {
  await db.exec(`begin read only;\n${PRINT_SETTINGS}`)
  const { groups: live, server } = await readFingerprints(asking(db, catalog), journal)
  await db.exec('commit')
  const open = openGroups(
    { groups: groups.map(indexed) },
    live,
    position,
    ({ kind }) => !printsViewsQualified(server, kind),
  )
  return open.every(({ kind }) => printsViewsQualified(server, kind))
}

const indexed = ({ kind, schema, marks, shards }: Group) => ({ kind, schema, marks, shards: shards.length, ref: '' })
