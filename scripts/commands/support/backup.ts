import { readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import process from 'node:process'
import type { BackupRecord } from '../../../functions/model/backup/record.ts'
import { bytesText } from '../../backup/text.ts'
import type { Progress } from '../../backup/progress.ts'
import { recordBackup } from '../../client.ts'
import { UserError } from '../../errors.ts'
import { tokenArgs, workerUrl } from './options.ts'
import { tokenFrom } from './token.ts'

/** More connections than that gain little, and a small Supabase project has few. */
const MOST_JOBS = 4

/** How much is done at the same time. */
export const jobsArgs = {
  jobs: {
    type: 'string',
    valueHint: 'n',
    description: 'Connections that work at the same time, beside one that leads',
    default: String(Math.min(MOST_JOBS, availableParallelism())),
  },
} as const

/** Where a backup is read from. */
export const fromArgs = {
  from: {
    type: 'string',
    valueHint: 'place',
    description: 'The backup: a folder, r2://bucket/prefix or supabase://bucket/prefix',
    required: true,
  },
  identity: {
    type: 'string',
    valueHint: 'file',
    description: 'File with the age identities that open an encrypted backup',
  },
} as const

/** The Worker that is told. */
export const viaArgs = {
  via: { type: 'string', valueHint: 'url', description: 'Tell this Worker of the backup, which records it' },
  ...tokenArgs,
} as const

/** @throws UserError for what is no number of connections */
export function jobsOf(text: string): number {
  const jobs = Number(text)
  if (Number.isInteger(jobs) && jobs >= 1 && jobs <= 64) return jobs
  throw new UserError(`--jobs ${text} is not a number of connections from 1 to 64`, '--jobs 4')
}

/** The words of a list with commas in between. */
export const wordsIn = (text: string | undefined): string[] =>
  (text ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean)

/** The age identities in a file that age-keygen wrote; none where no file was named. @throws UserError where it cannot be read */
export async function identitiesIn(file: string | undefined): Promise<string[]> {
  if (file === undefined) return []
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new UserError(
      `the identities cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      '--identity key.txt, the file that age-keygen wrote',
    )
  })
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
}

/** Tells the Worker of a backup, where one was named; what it answered goes to standard error. */
export async function tellWorker(
  args: { via?: string | undefined; 'token-file'?: string | undefined },
  record: BackupRecord,
): Promise<void> {
  if (args.via === undefined) return
  await recordBackup({ url: workerUrl(args.via), token: tokenFrom(args['token-file']) }, record)
  process.stderr.write(`recorded for ${record.target} at ${args.via}\n`)
}

/** `loading, 5000 rows, 1.2 MB` */
export const progressText = ({ what, rows, bytes }: Progress): string =>
  `${what}, ${rows} rows${bytes > 0 ? `, ${bytesText(bytes)}` : ''}`
