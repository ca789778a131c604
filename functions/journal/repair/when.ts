import type { JournalRows } from '../../model/journal.ts'
import type { Entry, Prediction } from '../../model/prediction.ts'
import { isFuture } from '../stamps.ts'
import type { RowChange } from './change.ts'

type RowUpdate = Extract<RowChange, { do: 'update' }>

/** A new stamp for an entry of meta/_journal.json. `at`: its place in the file. */
export interface Restamp {
  at: number
  tag: string
  from: number
  to: number
}

export interface WhenPlan {
  stamps: Restamp[]
  changes: RowUpdate[]
  /** Rows that hold the stamps up and belong to no entry: they must go first. */
  blocking: { id: number | null; hash: string }[]
}

/**
 * The stamps that put a folder of 0.x right on this target: none in the future, and whatever is to run later than all
 * that has run. What is applied keeps its stamp, unless that lies in the future; where a row and its entry disagree so
 * that Drizzle runs it again, or a row has none, the row takes the entry's.
 */
export function planWhen(
  entries: readonly Entry[],
  rows: JournalRows,
  { matching }: Prediction,
  now: number,
): WhenPlan {
  const whens = entries.map(({ when }) => when)
  const hold = (when: number) => isFuture(when, now)
  for (const [i, when] of whens.entries()) if (hold(when)) whens[i] = Math.max(0, ...sane(whens.slice(0, i), now)) + 1
  const changes = matching.rows.flatMap((row, i): RowUpdate[] => {
    const to = whens[i] ?? 0
    if (!row || (row.createdAt !== null && !hold(row.createdAt))) return []
    return [{ do: 'update', tag: entries[i]?.tag ?? '', row, to: { createdAt: to, name: row.name } }]
  })
  const changing = new Set(changes.map(({ row }) => row))
  const found = rows.state === 'read' ? rows.rows : []
  const others = found.filter((row) => !changing.has(row))
  const blocking = others.filter(({ createdAt }) => createdAt === null || hold(createdAt))
  const stamped = [...others, ...changes.map(({ to }) => to)].flatMap(({ createdAt }) => createdAt ?? [])
  const all = [...changes, ...again(entries, whens, matching, changing, Math.max(-1, ...sane(stamped, now)))]
  let newest = Math.max(-1, ...sane(stamped, now), ...all.flatMap(({ to }) => to.createdAt ?? []))
  for (const [i, row] of matching.rows.entries()) {
    const when = whens[i] ?? 0
    if (row === null) newest = whens[i] = when > newest ? when : newest + 1
  }
  return { stamps: restamps(entries, whens), changes: all, blocking }
}

const sane = (whens: readonly number[], now: number) => whens.filter((when) => !isFuture(when, now))

const restamps = (entries: readonly Entry[], whens: readonly number[]): Restamp[] =>
  entries.flatMap(({ tag, when }, at) => {
    const to = whens[at] ?? when
    return to === when ? [] : [{ at, tag, from: when, to }]
  })

/** Applied under another stamp, and stamped after every row now: their rows take the entry's stamp. */
function again(
  entries: readonly Entry[],
  whens: readonly number[],
  { rows }: Prediction['matching'],
  changing: ReadonlySet<unknown>,
  newest: number,
): RowUpdate[] {
  return rows.flatMap((row, i): RowUpdate[] => {
    const when = whens[i] ?? 0
    if (!row || changing.has(row) || when <= newest) return []
    return [{ do: 'update', tag: entries[i]?.tag ?? '', row, to: { createdAt: when, name: row.name } }]
  })
}
