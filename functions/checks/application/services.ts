import { z } from 'zod'
import type { CheckText } from '../../model/health.ts'
import { doubt, gradeOf, outside, told, type Judgement, type OutsideCheck, type Told } from '../check.ts'

/** How one of the project's own addresses answered. */
export const AnsweredRow = z.object({
  /** What was asked for, where there may be several: a function's name. */
  subject: z.string(),
  /** Of the quicker of the tries, ms. */
  ms: z.number(),
  /** null: there was no answer. */
  status: z.number().nullable(),
  /** The error's own code (PGRST002, BOOT_ERROR …), or '' where there is none. */
  code: z.string(),
  /** What the answer, or the network, said. */
  message: z.string(),
})
export type AnsweredRow = z.infer<typeof AnsweredRow>

/** What well-known codes mean. */
const CODES: Readonly<Record<string, string>> = {
  PGRST000: 'PostgREST cannot connect to the database.',
  PGRST001: 'PostgREST cannot connect to the database: an internal error.',
  PGRST002:
    'PostgREST cannot build its schema cache: the database does not answer it, or in_db_schemas names what is not there.',
  PGRST003: 'PostgREST waited in vain for a connection of its pool.',
  BOOT_ERROR: 'The function does not start: its code fails before it serves.',
  WORKER_LIMIT: 'The function was stopped: it needs more memory or CPU time than it may.',
  WORKER_ERROR: 'The function threw, and nobody caught it.',
}

type Own = Pick<CheckText, 'id' | 'title' | 'why' | 'asks'> & { name: string; log: string }

const service = ({ name, log, ...own }: Own): OutsideCheck =>
  outside({
    ...own,
    where: 'application',
    suite: 'tick',
    unit: 'ms',
    limits: { warn: 1000, critical: 5000 },
    source: 'the quicker of two tries, as check_postgres connection; 1000 and 5000 ms are ours',
    resolve: [
      `-- read its log: https://supabase.com/dashboard/project/_/logs/${log}`,
      '-- https://status.supabase.com; else restart the project: Dashboard → Settings → General',
    ],
    severity: { warn: 'medium', critical: 'critical' },
    permission: 'a key of the project: application.key_secret',
    row: AnsweredRow,
    judge: (rows, limits): Judgement => {
      const refused = rows.find(({ status }) => status === 401 || status === 403 || status === 429)
      if (refused !== undefined) return doubt(refusal(name, refused))
      return told(
        rows.map((row) => {
          const mend = [`-- read its log: https://supabase.com/dashboard/project/_/logs/${log}`]
          if (row.status === null || row.status >= 500) return { ...broken(name, row), mend }
          const grade = gradeOf(row.ms, limits)
          const ms = Math.round(row.ms)
          const title = `${name} takes ${ms} ms to answer`
          const what = `It answered with ${row.status}; the quicker of two tries.`
          return grade === null ? null : { subject: row.subject, grade, value: ms, title, what, mend }
        }),
      )
    },
  })

function broken(name: string, { subject, status, code, message }: AnsweredRow): Omit<Told, 'mend'> {
  const said = [code, message].filter(Boolean).join(': ')
  return {
    subject,
    grade: 'critical',
    value: status,
    title: status === null ? `${name} does not answer` : `${name} answers with ${status}`,
    what: `${CODES[code] ?? 'Both tries ended so.'}${said === '' ? '' : ` It said: ${said}`}`,
  }
}

const refusal = (name: string, { status, message }: AnsweredRow) =>
  status === 429
    ? {
        subject: name,
        reason: `${name} takes no more requests of this key now (429)`,
        mend: 'wait; the next run looks again',
      }
    : {
        subject: name,
        reason: `the key was refused by ${name} (${status}${message === '' ? '' : `: ${message}`})`,
        mend: 'set the secret that application.key_secret names again: a publishable key, Dashboard → Settings → API Keys',
      }

export const applicationRest = service({
  id: 'application-rest',
  name: 'PostgREST',
  title: 'The data API does not answer, or is slow',
  asks: ['supabase-js: from("plumbline_reachability").select(): a table that nobody has, so that no row is read'],
  why: 'Every read and write of supabase-js goes through it. While it has no schema cache it answers 503 to all.',
  log: 'postgrest-logs',
})

export const applicationAuth = service({
  id: 'application-auth',
  name: 'Auth',
  title: 'Auth does not answer, or is slow',
  asks: ['GET /auth/v1/health, of which supabase-js has no call'],
  why: 'Nobody signs in, and sessions are not refreshed.',
  log: 'auth-logs',
})

export const applicationStorage = service({
  id: 'application-storage',
  name: 'Storage',
  title: 'Storage does not answer, or is slow',
  asks: ['supabase-js: storage.listBuckets()'],
  why: 'Files are neither shown nor taken; it asks the database for each of them.',
  log: 'storage-logs',
})

export const applicationFunctions = service({
  id: 'application-functions',
  name: 'Edge Functions',
  title: 'Edge Functions do not answer, or are slow',
  asks: [
    'OPTIONS /functions/v1/<each of application.functions>; where it names none, supabase-js: functions.invoke("plumbline-reachability"), which nobody has',
  ],
  why: 'A function that does not start fails for all who call it.',
  log: 'edge-functions-logs',
})
