import { z } from 'zod'
import type { CheckContext } from '../../checks/check.ts'
import { Pass, type Passes, type Sample } from '../../model/health.ts'
import type { Failure } from '../../model/question.ts'

type Texts = ReadonlyMap<string, unknown[] | Failure>

/** The rows of a text, or none. */
export const arrayIn = (answer: unknown[] | Failure | undefined): unknown[] => (Array.isArray(answer) ? answer : [])

const isNumber = (value: unknown): value is number => typeof value === 'number'

/** What of the server later looks are held against. */
const KEPT = [
  'deadlocks',
  'commits',
  'rollbacks',
  'blocks_read',
  'blocks_hit',
  'temp_bytes',
  'size',
  'xid_age',
  'mxid_age',
  'connections',
  'max_connections',
] as const

/** What later looks are held against. */
export function sampleOf({ server, samples, now }: CheckContext, texts: Texts): Sample {
  const others = ['checkpoints', 'statements'].flatMap((text) =>
    arrayIn(texts.get(text)).flatMap((row) => Object.entries(row ?? {}).filter(([, value]) => isNumber(value))),
  )
  const looked = arrayIn(texts.get('orphan-candidates')).flatMap((row) => lookedIn(row))
  return {
    at: now,
    statsReset: server.stats_reset,
    started: server.started,
    counters: {
      ...Object.fromEntries(others),
      ...Object.fromEntries(KEPT.map((name) => [name, server[name]])),
    },
    settings: server.settings,
    looked: texts.has('orphan-candidates') ? Object.fromEntries(looked) : (samples.whole?.looked ?? {}),
    ...(texts.has('orphan-candidates') && { passes: passesIn(arrayIn(texts.get('orphan-candidates'))) }),
  }
}

const Passing = z.object({ key: z.string(), pass: Pass })

/** The cursors of foreign keys that are, or were, looked through in passes. */
const passesIn = (rows: readonly unknown[]): Passes =>
  Object.fromEntries(
    rows.flatMap((row) => {
      const passing = Passing.safeParse(row).data
      return passing === undefined ? [] : [[passing.key, passing.pass] as const]
    }),
  )

/** [name, ms] of a foreign key that was looked through at some time. */
const lookedIn = (row: unknown): [string, number][] =>
  typeof row === 'object' && row !== null && 'key' in row && 'looked' in row && isNumber(row.looked)
    ? [[String(row.key), row.looked]]
    : []
