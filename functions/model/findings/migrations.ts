import { z } from 'zod'
import { shared } from './shared.ts'

/** What is wrong with the folder itself. */
export const MigrationsFindings = [
  z.object({ type: z.literal('migrations.missing-file'), ...shared, tag: z.string(), file: z.string() }),
  z.object({ type: z.literal('migrations.orphan-file'), ...shared, file: z.string() }),
  z.object({ type: z.literal('migrations.undated-folder'), ...shared, file: z.string() }),
  z.object({ type: z.literal('migrations.same-number'), ...shared, number: z.string(), files: z.array(z.string()) }),
  z.object({ type: z.literal('migrations.duplicate-entry'), ...shared, tag: z.string(), idx: z.number() }),
  z.object({
    type: z.literal('migrations.idx-gap'),
    ...shared,
    tag: z.string(),
    idx: z.number(),
    expected: z.number(),
  }),
  z.object({
    type: z.literal('migrations.fault'),
    ...shared,
    fault: z.enum(['failed', 'not-in-transaction', 'empty', 'encoding']),
    tag: z.string(),
    file: z.string(),
    statement: z.number().nullable(),
    line: z.number().nullable(),
    sqlstate: z.string().nullable(),
    message: z.string(),
    excerpt: z.string(),
  }),
] as const
