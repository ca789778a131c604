import { z } from 'zod'
import { Wanted } from './authors.ts'
import { Fact, Fingerprint, GroupName } from './fact.ts'

/** A text of supabase/checks. */
const CheckText = z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be the name of a text of supabase/checks')

/** A text of supabase/performance. */
export const PerformanceText = z.enum(['place', 'database', 'tables', 'indexes', 'info', 'statements'])
export type PerformanceText = z.infer<typeof PerformanceText>

/** A text of supabase/authors; `place` is of supabase/performance. */
export const AuthorsText = z.enum(['owners', 'sessions', 'statements', 'place'])
export type AuthorsText = z.infer<typeof AuthorsText>

/** PostgreSQL's text cannot hold a NUL. */
const Text = z.string().refine((text) => !text.includes('\0'), 'must not hold a NUL')
const Name = Text.min(1)

/** The journal table to leave out of the comparison. */
export const JournalTable = z.object({ schema: Name, table: Name })
export type JournalTable = z.infer<typeof JournalTable>

/** A group and the number of shards that the blueprint cuts it into. */
export const ShardedGroup = z.object({ kind: Text, schema: Text, shards: z.number().int().positive() })
export type ShardedGroup = z.infer<typeof ShardedGroup>

/** Some shards of a group; `only` absent means all of it. */
export const Slice = ShardedGroup.extend({ only: z.array(z.number().int().nonnegative()).readonly().exactOptional() })
export type Slice = z.infer<typeof Slice>

/** Relations of pg_catalog that the role was found not to be let read: what needs them is left out of the answer. */
const closed = z
  .array(z.string().regex(/^pg_[a-z_]+$/, 'must be a relation of pg_catalog'))
  .readonly()
  .exactOptional()

/** The longest time for this question, where it is less than that for any; ms. */
const within = z.number().int().positive().exactOptional()

/** A foreign key, as what is asked about its rows. */
export const OrphanKey = z.object({
  schema: Name,
  relation: Name,
  columns: z.array(Name).min(1).readonly(),
  target_schema: Name,
  target: Name,
  target_columns: z.array(Name).min(1).readonly(),
  match_full: z.boolean(),
})
export type OrphanKey = z.infer<typeof OrphanKey>

/** The columns that the journal was found to have. */
const columns = z.array(z.string()).readonly()

/**
 * All that is ever asked of a target, with its parameters: supabase/catalog has the SQL. Plain data, so that it can be
 * sent to where the SQL is, too.
 */
export const Question = z.discriminatedUnion('ask', [
  z.object({ ask: z.literal('fingerprints'), journal: JournalTable, closed }),
  z.object({ ask: z.literal('shards'), journal: JournalTable, groups: z.array(ShardedGroup).readonly(), closed }),
  /** `slices` absent: all facts. */
  z.object({
    ask: z.literal('facts'),
    journal: JournalTable,
    slices: z.array(Slice).readonly().exactOptional(),
    closed,
  }),
  z.object({ ask: z.literal('journal'), journal: JournalTable, columns }),
  /** What bears one of these names and is no fact, and what a role may do; absent: the role that the journal belongs to. */
  z.object({
    ask: z.literal('surroundings'),
    journal: JournalTable,
    names: z.array(Name).readonly(),
    role: Name.exactOptional(),
  }),
  /** `supabase`: columns of the Supabase CLI's history, whose digest is wanted, too. */
  z.object({
    ask: z.literal('journal-digest'),
    journal: JournalTable,
    columns,
    supabase: columns.exactOptional(),
  }),
  /** The Supabase CLI's history of migrations; `has`: the columns that it was found to have. */
  z.object({ ask: z.literal('supabase'), journal: JournalTable, has: columns }),
  z.object({ ask: z.literal('supabase-digest'), journal: JournalTable, has: columns }),
  /**
   * What texts of supabase/checks answer, each as JSON. `server`: server_version_num, which says the variant; `schema`: where the extension
   * is that a text reads from.
   */
  z.object({
    ask: z.literal('health'),
    journal: JournalTable,
    texts: z.array(CheckText).min(1).readonly(),
    server: z.number().int(),
    schema: Name.exactOptional(),
    within,
  }),
  /**
   * What texts of supabase/performance answer, each as JSON. `schema`: where pg_stat_statements is; `seen`: the keys of statements that were
   * read before, and are to be read again.
   */
  z.object({
    ask: z.literal('performance'),
    journal: JournalTable,
    texts: z.array(PerformanceText).min(1).readonly(),
    schema: Name.exactOptional(),
    seen: z
      .array(z.string().regex(/^[0-9a-f]{16}$/))
      .max(500)
      .readonly()
      .exactOptional(),
    within,
  }),
  /** Who made, changed or dropped some objects, as texts of supabase/authors answer it, each as JSON. `schema`: as above. */
  z.object({
    ask: z.literal('authors'),
    journal: JournalTable,
    texts: z.array(AuthorsText).min(1).readonly(),
    wanted: z.array(Wanted).min(1).max(50).readonly(),
    schema: Name.exactOptional(),
    within,
  }),
  /**
   * How many rows of tables refer to nothing, by the key's place in the list: only their number is answered. `blocks`: of these alone,
   * from the first up to but without the last, and how many the table has.
   */
  z.object({
    ask: z.literal('orphans'),
    journal: JournalTable,
    keys: z.array(OrphanKey).min(1).max(200).readonly(),
    blocks: z.object({ from: z.number().int().nonnegative(), to: z.number().int().positive() }).exactOptional(),
    within,
  }),
  /** How many rows some tables have, by the table's place in the list. */
  z.object({
    ask: z.literal('counts'),
    journal: JournalTable,
    tables: z.array(JournalTable).min(1).max(200).readonly(),
    within,
  }),
])
export type Question = z.infer<typeof Question>

/** The rows that answer a question, before anything is made of them. */
export const FingerprintRow = Fingerprint.extend({ digest: z.string().nullable() })
export const ShardRow = Fingerprint.extend({ shard: z.number().int() })
/** PostgreSQL prints null for what was dropped after the snapshot was taken. */
export const FactRow = z.object({ ...GroupName.shape, ...Fact.shape, value: Fact.shape.value.nullable() })
/** Drivers give a bigint as text or as a number. */
const Bigint = z.union([z.string(), z.number()]).nullable()
export const JournalTableRow = z.object({
  id: Bigint,
  hash: z.string().nullable(),
  created_at: Bigint,
  name: z.string().nullable(),
})
/** `supabase`: absent where it was not asked, or whoever answered does not know the question yet. */
export const JournalDigestRow = z.object({
  count: z.number().int(),
  digest: z.string(),
  supabase: z.string().exactOptional(),
})
/** `statements`: as JSON text; null where none were kept. */
export const SupabaseTableRow = z.object({
  version: z.string(),
  name: z.string().nullable(),
  statements: z.string().nullable(),
})
export const SupabaseDigestRow = z.object({ digest: z.string() })

/** The rows of a text of supabase/checks or supabase/performance, as JSON text. */
export const HealthTextRow = z.object({ text: z.string(), rows: z.string() })
/** `pages`: absent where blocks were not asked for, or whoever answered does not know of them yet. */
export const OrphansRow = z.object({ key: z.number().int(), rows: z.number().int(), pages: z.number().exactOptional() })
export const CountRow = z.object({ key: z.number().int(), rows: z.number() })

/** ms */
export const Timeouts = z.object({ statement: z.number().int().positive(), lock: z.number().int().positive() })
export type Timeouts = z.infer<typeof Timeouts>

/** Why a target could not be asked, in words that never hold a secret. */
export const Failure = z.object({
  stage: z.enum(['connect', 'query']),
  sqlstate: z.string().nullable(),
  reason: z.string(),
  /** What would help; null where nothing is known to. */
  mend: z.string().nullable(),
})
export type Failure = z.infer<typeof Failure>

/** The header that carries the secret which the Worker and the Edge Function share. */
export const SECRET_HEADER = 'x-plumbline-secret'

/** What the Worker sends to the Edge Function. */
export const CatalogRequest = z.object({
  /** CATALOG_VERSION of whoever asks: facts of another version do not compare. */
  catalog: z.number().int(),
  question: Question,
  timeouts: Timeouts,
})
export type CatalogRequest = z.infer<typeof CatalogRequest>

/** What the Edge Function answers with status 200: rows, or why its database gave none. */
export const CatalogAnswer = z.union([
  z.object({ rows: z.array(z.record(z.string(), z.unknown())) }),
  z.object({ failure: Failure }),
])
export type CatalogAnswer = z.infer<typeof CatalogAnswer>

/** What the Edge Function answers with any other status. */
export const CatalogRefusal = z.object({ reason: z.string(), mend: z.string() })
export type CatalogRefusal = z.infer<typeof CatalogRefusal>
