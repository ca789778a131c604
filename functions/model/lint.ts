import { z } from 'zod'
import { Severity } from './findings/shared.ts'

/** One thing that a rule has to say of one statement of a migration. */
export const LintFinding = z.object({
  /** Stable, without lines: `lint:rule:tag:subject`. */
  key: z.string(),
  rule: z.string(),
  severity: Severity,
  tag: z.string(),
  /** Path inside the migrations folder. */
  file: z.string(),
  /** From 1, counted in the file. */
  statement: z.number().int(),
  /** Both from 1. */
  line: z.number().int(),
  column: z.number().int(),
  /** What it is about: a table, a column, an index. */
  subject: z.string(),
  message: z.string(),
  why: z.string(),
  /** The safe steps in order: SQL made of the user's own names, and remarks that begin with `-- `. */
  recipe: z.array(z.string()),
  /** What the target holds of the table, in words; null where nothing was asked. */
  weight: z.string().nullable(),
})
export type LintFinding = z.infer<typeof LintFinding>

/** A finding that a comment in the file answers, with the reason given there. */
export const Ignored = z.object({
  rule: z.string(),
  file: z.string(),
  line: z.number().int(),
  subject: z.string(),
  reason: z.string(),
})
export type Ignored = z.infer<typeof Ignored>

/** A statement that could not be judged, and why: never read as clean. */
export const LintUnknown = z.object({
  file: z.string(),
  statement: z.number().int().nullable(),
  line: z.number().int(),
  column: z.number().int(),
  reason: z.string(),
})
export type LintUnknown = z.infer<typeof LintUnknown>

/** What a rule is about, for people and for SARIF. */
export const RuleAbout = z.object({
  id: z.string(),
  title: z.string(),
  severity: Severity,
  why: z.string(),
  /** The lock that it warns of and how long that lasts, in words; null where it is about none. */
  lock: z.string().nullable(),
  /** Pages that explain it. */
  links: z.array(z.string()),
})
export type RuleAbout = z.infer<typeof RuleAbout>

/** All that lint has to say of some migrations. */
export const LintReport = z.object({
  migrations: z.number().int(),
  statements: z.number().int(),
  /** The files that were judged. */
  files: z.array(z.string()),
  findings: z.array(LintFinding),
  ignored: z.array(Ignored),
  unknowns: z.array(LintUnknown),
  /** The rules of the findings, and of those that were ignored. */
  rules: z.array(RuleAbout),
})
export type LintReport = z.infer<typeof LintReport>
