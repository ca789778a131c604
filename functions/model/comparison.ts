import { z } from 'zod'
import { Unknown } from './finding.ts'
import { JournalRow } from './prediction.ts'

/** One fact on which two sides differ; what follows from it (a missing table's columns) is named with it. */
export const SideDifference = z.object({
  fact: z.string(),
  /** What each side has; null: nothing. */
  from: z.string().nullable(),
  to: z.string().nullable(),
  /** Keys of the facts that differ because this one does. */
  follows: z.array(z.string()),
  /** Of a kind that no migration declares: owners, privileges, roles, settings. */
  pinned: z.boolean(),
})
export type SideDifference = z.infer<typeof SideDifference>

/** A migration that only one of two blueprints has, or that has another text in each. */
export const MigrationDifference = z.object({ tag: z.string(), on: z.enum(['from', 'to', 'both']) })
export type MigrationDifference = z.infer<typeof MigrationDifference>

/** The name of a published blueprint. */
export const BlueprintName = z.object({ hash: z.string(), tag: z.string() })
export type BlueprintName = z.infer<typeof BlueprintName>

/** Two blueprints at the end of their migrations. */
export const BlueprintComparison = z.object({
  from: BlueprintName,
  to: BlueprintName,
  migrations: z.array(MigrationDifference),
  differences: z.array(SideDifference),
})
export type BlueprintComparison = z.infer<typeof BlueprintComparison>

/** What is known of one of two targets that are compared. */
export const ComparedSide = z.object({
  target: z.string(),
  environment: z.string(),
  /** `17.9`; null: it could not be read. */
  postgres: z.string().nullable(),
  /** What its runs compare with; null: none was published. */
  blueprint: BlueprintName.nullable(),
  /** How many facts were read of it; null: none could be. */
  facts: z.number().int().nullable(),
  /** How many rows its journal has; null: it has none, or it could not be read. */
  rows: z.number().int().nullable(),
})
export type ComparedSide = z.infer<typeof ComparedSide>

/** Rows of two journals, matched by hash and time. */
export const JournalComparison = z.object({
  both: z.number().int(),
  onlyFrom: z.array(JournalRow),
  onlyTo: z.array(JournalRow),
})
export type JournalComparison = z.infer<typeof JournalComparison>

/** Two targets side by side: catalog, journal and blueprint. Nothing in it says which of them is right. */
export const Comparison = z.object({
  from: ComparedSide,
  to: ComparedSide,
  /** ms; when they were read. */
  at: z.number(),
  differences: z.array(SideDifference),
  /** null: one of them could not be read. */
  journal: JournalComparison.nullable(),
  /** null: one of them has none, or it is not in the store. */
  migrations: z.array(MigrationDifference).nullable(),
  unknowns: z.array(Unknown),
})
export type Comparison = z.infer<typeof Comparison>

/** Whether two targets were found the same in all that was compared; null: not all could be. */
export function sameOf({ differences, journal, migrations, unknowns }: Comparison): boolean | null {
  const rows = journal === null ? 0 : journal.onlyFrom.length + journal.onlyTo.length
  if (differences.length + rows + (migrations?.length ?? 0) > 0) return false
  return unknowns.length > 0 ? null : true
}
