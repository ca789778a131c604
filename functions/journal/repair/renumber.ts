/** What a folder of 0.x holds, as far as its numbers go. */
export interface NumberedFolder {
  /** meta/_journal.json, in its order. */
  entries: readonly { idx: number; tag: string }[]
  /** Names of the .sql files. */
  files: readonly string[]
  /** meta/<prefix>_snapshot.json, by prefix. */
  snapshots: ReadonlyMap<string, { id: string; prevId: string }>
}

/** What renumbering changes. All of it is in files. */
export interface RenumberPlan {
  /** The entries as they will be, in the same order. */
  entries: { idx: number; tag: string }[]
  /** Paths in the folder. */
  renames: { from: string; to: string }[]
  /** New prevId of a snapshot, by the path that it will have. */
  relinks: { path: string; from: string; to: string }[]
  /** Why it cannot be done; nothing is to be changed then. */
  refusals: string[]
}

/** The prevId of a first snapshot, as drizzle-kit writes it. */
const ORIGIN = '00000000-0000-0000-0000-000000000000'

/** drizzle-kit's prefix `index`; other prefixes (timestamp, unix, none) hold no number to put right. */
const NUMBERED = /^(\d{4})_(.*)$/s

const prefixOf = (tag: string) => tag.split('_')[0] ?? tag
const snapshotPath = (prefix: string) => `meta/${prefix}_snapshot.json`

/**
 * Numbers entries from 0 on, with their files and snapshots, and links each snapshot to the one before it.
 * Where entries share a number, its one snapshot is the last one's: drizzle-kit wrote it last. Drizzle itself reads
 * neither number nor name of a file (hash and stamp are all that the rows hold), so no database changes.
 */
export function planRenumber({ entries, files, snapshots }: NumberedFolder): RenumberPlan {
  const after = entries.map(({ tag }, idx) => {
    const [, , rest] = NUMBERED.exec(tag) ?? []
    return { idx, tag: rest === undefined ? tag : `${String(idx).padStart(4, '0')}_${rest}` }
  })
  const owners = new Map(entries.map(({ tag }, i) => [prefixOf(tag), i]))
  const kept = [...owners].filter(([prefix]) => snapshots.has(prefix)).toSorted(([, a], [, b]) => a - b)
  const moved = kept.map(([prefix, i]) => ({
    from: snapshotPath(prefix),
    to: snapshotPath(prefixOf(after[i]?.tag ?? '')),
    ...(snapshots.get(prefix) ?? { id: '', prevId: '' }),
  }))
  const sql = entries.map(({ tag }, i) => ({ from: `${tag}.sql`, to: `${after[i]?.tag}.sql` }))
  const renames = [...sql, ...moved.map(({ from, to }) => ({ from, to }))].filter(({ from, to }) => from !== to)
  const relinks = moved.flatMap(({ to, prevId }, i) => {
    const before = moved[i - 1]?.id ?? ORIGIN
    return prevId === before ? [] : [{ path: to, from: prevId, to: before }]
  })
  return { entries: after, renames, relinks, refusals: refusals(entries, files, snapshots, renames, moved) }
}

function refusals(
  entries: NumberedFolder['entries'],
  files: readonly string[],
  snapshots: NumberedFolder['snapshots'],
  renames: RenumberPlan['renames'],
  moved: readonly { from: string; id: string }[],
): string[] {
  const tags = entries.map(({ tag }) => tag)
  const twice = tags.find((tag, i) => tags.indexOf(tag) !== i)
  const missing = tags.find((tag) => !files.includes(`${tag}.sql`))
  const leaving = new Set(renames.map(({ from }) => from))
  const there = new Set([...files, ...[...snapshots.keys()].map(snapshotPath)])
  const taken = renames.find(({ to }) => there.has(to) && !leaving.has(to))
  const same = moved.find(({ id }, i) => moved.findIndex((other) => other.id === id) !== i)
  return [
    ...(twice === undefined ? [] : [`the journal names ${twice} twice: take out the entry that is too many`]),
    ...(missing === undefined ? [] : [`${missing}.sql is not there: bring it back, or take its entry out`]),
    ...(taken ? [`${taken.to} is there already and belongs to no entry: move it away, or give it one`] : []),
    ...(same
      ? [`${same.from} has the id of another snapshot: one was copied; make it anew with drizzle-kit generate`]
      : []),
  ]
}
