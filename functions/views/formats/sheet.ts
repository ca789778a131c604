import type { Severity } from '../../model/finding.ts'
import type { RunStatus } from '../../model/run.ts'

/** A place in a file of the migrations folder; line and column from 1, null where the whole file is meant. */
export interface Place {
  file: string
  line: number | null
  column: number | null
}

/** What a kind of item is about. */
export interface SheetRule {
  id: string
  title: string
  /** Why it matters, whatever its subject; null where only the item itself can say. */
  why: string | null
  /** null: it depends on the item. */
  severity: Severity | null
  /** Pages that explain it, the best first. */
  links: readonly string[]
}

/** One thing that is to be said. */
export interface SheetItem {
  /** Stable, without lines: what tells one item from another from run to run. */
  key: string
  /** Id of one of the sheet's rules. */
  rule: string
  severity: Severity
  /** Nobody could say whether something is wrong. */
  unknown: boolean
  /** Goes before the title where there is room for no more than a line; null: nothing. */
  label: string | null
  title: string
  lines: readonly string[]
  /** SQL, commands, and remarks that begin with `-- `. */
  mend: readonly string[]
  place: Place | null
  /** The line at `place`; null where it says nothing. */
  excerpt: string | null
  /** Somebody's word that it counts for nothing: outside of the files, or in a comment of them. */
  suppressed: { kind: 'external' | 'inSource'; reason: string } | null
}

/** What could not be looked at. */
export interface SheetUnknown {
  key: string
  title: string
  lines: readonly string[]
  place: Place | null
}

/** More for people, as a table. */
export interface SheetTable {
  heading: string
  columns: readonly string[]
  rows: readonly (readonly string[])[]
}

/** What a command has to say, before it is written in one of the formats that machines and reviewers read. */
export interface Sheet {
  /** The command: `preflight`. */
  tool: string
  status: RunStatus
  /** What was looked at: `demo · production · PostgreSQL 17.9`; '' for files alone. */
  subject: string
  /** One sentence on the whole. */
  summary: string
  /** Names of all that was looked at, clean or not: files, or checks. */
  looked: readonly string[]
  rules: readonly SheetRule[]
  items: readonly SheetItem[]
  unknowns: readonly SheetUnknown[]
  tables: readonly SheetTable[]
}

/** What every format is written with. */
export interface SheetOptions {
  /** Path of the migrations folder from the root of the repository. */
  folder?: string
  /** Version of Plumbline. */
  version?: string
}

/** How loud a severity is where there are three tones. */
export const LEVELS = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'warning',
  info: 'note',
} as const satisfies Record<Severity, string>

/** A file as seen from the root of the repository. */
export const under = (folder: string | undefined, file: string): string =>
  folder === undefined || folder === '' ? file : `${folder.replace(/\/+$/, '')}/${file}`

/** Whether all was looked at. */
export const isWhole = ({ items, unknowns }: Pick<Sheet, 'items' | 'unknowns'>): boolean =>
  unknowns.length === 0 && items.every(({ unknown }) => !unknown)
