import { z } from 'zod'
import { Declaration } from './declared.ts'
import { GroupName } from './fact.ts'
import { SnapshotFault } from './snapshot.ts'
import { SupabaseFolder } from './supabase.ts'

/** Grows when the shape below changes; a Worker refuses blueprints of another format. */
export const BLUEPRINT_FORMAT = 2

/**
 * A digest that holds from a position of the history on: [position, facts, digest]. Position −1 is the scratch database
 * before the first migration, n is the state after migrations[n]. An empty group has no digest: count 0 and ''.
 */
export const Mark = z.tuple([z.number().int(), z.number().int(), z.string()])
export type Mark = z.infer<typeof Mark>

/** One value that a fact had: [key, parent, value, since, until): made by migrations[since], changed or removed by migrations[until]. */
export const FactVersion = z.tuple([
  z.string(),
  z.string().nullable(),
  z.string(),
  z.number().int(),
  z.number().int().nullable(),
])
export type FactVersion = z.infer<typeof FactVersion>

/** The facts of a group whose key hashes to one shard: what is fetched and compared in full when a digest differs. */
export const Shard = z.object({ marks: z.array(Mark), facts: z.array(FactVersion) })
export type Shard = z.infer<typeof Shard>

export const Group = z.object({ ...GroupName.shape, marks: z.array(Mark), shards: z.array(Shard).min(1) })
export type Group = z.infer<typeof Group>

/** Another spelling of a migration file that people mistake for the same: what its hash would be. */
export const Spelling = z.enum(['lf', 'crlf', 'bom', 'bom+crlf'])
export type Spelling = z.infer<typeof Spelling>

/** A migration of the folder, in the order in which Drizzle reads them. */
export const Migration = z.object({
  tag: z.string(),
  /** Path inside the folder, for messages. */
  file: z.string(),
  /** The journal's `when`, ms; in the 1.0 layout the folder's timestamp. */
  when: z.number(),
  /** SHA-256 of the file's text, as Drizzle stores it; null where the file is missing. */
  hash: z.string().nullable(),
  /** Hashes of the same text with other line endings or byte order mark, where they differ from `hash`. */
  spellings: z.partialRecord(Spelling, z.string()),
  statements: z.number().int(),
  /** How many facts it added, changed and removed. */
  adds: z.number().int(),
  changes: z.number().int(),
  removes: z.number().int(),
})
export type Migration = z.infer<typeof Migration>

/** A statement that failed, or could not do in the replay what it does on a target. */
export const Fault = z.object({
  kind: z.enum([
    /** PostgreSQL refused the statement. */
    'failed',
    /** Works alone, but not inside the one transaction that Drizzle's migrator runs: 25001, 55P04. */
    'not-in-transaction',
    /** The file is all comment: `drizzle-kit pull` writes its baseline that way. */
    'empty',
    /** Bytes that are not UTF-8; Drizzle hashes and sends U+FFFD in their place. */
    'encoding',
    /** The journal names a file that is not there: Drizzle refuses the whole folder. */
    'missing-file',
  ]),
  migration: z.string(),
  file: z.string(),
  /** From 1, counted in the file; null where the file as a whole is meant. */
  statement: z.number().int().nullable(),
  line: z.number().int().nullable(),
  sqlstate: z.string().nullable(),
  message: z.string(),
  /** The beginning of the statement. */
  excerpt: z.string(),
  /** Names (`schema.object`) whose facts cannot be known from here on. `*` stands for all. */
  unknown: z.array(z.string()),
})
export type Fault = z.infer<typeof Fault>

/** An extension that the scratch database lacks: its CREATE EXTENSION was passed over. */
export const Stub = z.object({ extension: z.string(), migration: z.string(), reason: z.string() })
export type Stub = z.infer<typeof Stub>

/** What is wrong with the folder itself. */
export const FolderFault = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('orphan-file'), file: z.string() }),
  z.object({ kind: z.literal('same-number'), number: z.string(), files: z.array(z.string()) }),
  z.object({ kind: z.literal('duplicate-entry'), tag: z.string(), idx: z.number().int() }),
  /** A folder of 1.0 whose name begins with no date: Drizzle reads it, and cannot record it. */
  z.object({ kind: z.literal('undated-folder'), file: z.string() }),
  z.object({ kind: z.literal('idx-gap'), tag: z.string(), idx: z.number().int(), expected: z.number().int() }),
])
export type FolderFault = z.infer<typeof FolderFault>

/** What the migrations of a folder say the database should be, at every point of their history. */
export const BlueprintContent = z.object({
  format: z.literal(BLUEPRINT_FORMAT),
  catalog: z.number().int(),
  layout: z.enum(['journal', 'folders']),
  /** Whether the scratch database was prepared with what a Supabase project holds from birth. */
  platform: z.enum(['supabase', 'none']),
  journal: z.object({ schema: z.string(), table: z.string() }),
  migrations: z.array(Migration),
  groups: z.array(Group),
  /** What migrations say about kinds that are pinned. */
  declared: z.array(Declaration),
  faults: z.array(Fault),
  stubs: z.array(Stub),
  folder: z.array(FolderFault),
  snapshots: z.array(SnapshotFault),
  /** The Supabase CLI's own migrations; absent where there are none, or they were left out. */
  supabase: SupabaseFolder.exactOptional(),
})
export type BlueprintContent = z.infer<typeof BlueprintContent>

export const Blueprint = z.object({
  /** SHA-256 of the canonical JSON of `content`: its name. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  /** A version for people: a git sha, a release. */
  tag: z.string().min(1).max(100),
  /** The PostgreSQL that replayed it. */
  replayedBy: z.string(),
  content: BlueprintContent,
})
export type Blueprint = z.infer<typeof Blueprint>

/** A group as the index knows it: its shards are elsewhere. */
export interface IndexedGroup extends GroupName {
  marks: Mark[]
  shards: number
  /** Name of the value that holds the group's shard marks and shard names. */
  ref: string
}

/** What a clean check needs of a blueprint, small enough to parse on every run. */
export interface BlueprintIndex extends Omit<BlueprintContent, 'groups'> {
  hash: string
  tag: string
  groups: IndexedGroup[]
}

/** The shards of one group: their marks, and the names of the values that hold their facts. */
export interface GroupShards {
  shards: { marks: Mark[]; ref: string }[]
}

/** Where the parts of a blueprint are read from, once a digest differs. */
export interface BlueprintParts {
  shards(ref: string): Promise<GroupShards>
  facts(ref: string): Promise<FactVersion[]>
}

/** The mark that holds at a position. */
export function markAt(marks: readonly Mark[], position: number): Mark {
  return marks.findLast(([since]) => since <= position) ?? [-1, 0, '']
}
