import { heldSaid } from '../../functions/backup/said.ts'
import { openStore } from '../backup/stores/open.ts'
import { takeBackup } from '../backup/take/take.ts'
import { askBackup, type WorkerAccess } from '../client.ts'
import { progressText } from '../commands/support/backup.ts'
import { targetName, workerUrl } from '../commands/support/options.ts'
import { withSpinner } from '../commands/support/progress.ts'
import { nameOf } from '../commands/support/target.ts'
import { tokenFrom } from '../commands/support/token.ts'
import { UserError } from '../errors.ts'
import type { Opinion } from './gate.ts'

/** What a ladder of backups answers: go only with evidence that one holds. */
export interface BackupAnswer {
  verdict: 'go' | 'refuse' | 'unknown'
  /** Which rung holds and what proves it, or why none does. */
  said: string
  mend: string | null
}

/** Sees to it that a backup of the target exists before it is migrated. */
export type AskBackup = () => Promise<BackupAnswer>

/** Which backup a run is to have before it; at most one of the ways. */
export interface BackupWays {
  /** Where our own logical backup goes. */
  'backup-to'?: string | undefined
  /** A Worker that climbs the ladder, and its name for the target. */
  via?: string | undefined
  target?: string | undefined
  'token-file'?: string | undefined
}

/** How long the Worker may climb, s, and how much longer we wait for its answer, ms. */
const CLIMB = 180
const TRAVEL = 30_000

/**
 * How a backup is seen to before a database is changed.
 * @param command what is about to run, for the record
 * @throws UserError where the options do not go together
 */
export function backupBefore(url: string, ways: BackupWays, command: string): AskBackup {
  const { via, target, 'backup-to': place } = ways
  if (place !== undefined && via !== undefined)
    throw new UserError('--backup-to and --via are two ways to the same', 'give one of them')
  if ((via === undefined) !== (target === undefined))
    throw new UserError(
      '--via and --target belong together',
      '--target shop --via https://plumbline.example.workers.dev',
    )
  if (place !== undefined) return () => ownBackup(url, place)
  if (via === undefined || target === undefined) return noLadder(url)
  const worker = { url: workerUrl(via), token: tokenFrom(ways['token-file']) }
  return () => ladder(worker, targetName(target), command)
}

async function ladder(worker: WorkerAccess, target: string, command: string): Promise<BackupAnswer> {
  const request = { wait: CLIMB, reason: `before ${command}` }
  const climb = await withSpinner(`${worker.url} sees to a backup of ${target}`, () =>
    askBackup(worker, target, { key: crypto.randomUUID(), request, timeout: CLIMB * 1000 + TRAVEL }),
  )
  const { rung, evidence, guarantee } = climb
  if (rung !== null && evidence !== null && guarantee !== null)
    return { verdict: climb.verdict, said: heldSaid({ rung, evidence, guarantee }), mend: null }
  const first = climb.tried.find(({ state }) => state !== 'notEnough')
  const said =
    climb.verdict === 'refuse' ? 'there is no backup that is enough' : 'nobody can say whether there is a backup'
  return { verdict: climb.verdict, said: [said, first?.reason].filter(Boolean).join(': '), mend: first?.mend ?? null }
}

async function ownBackup(url: string, place: string): Promise<BackupAnswer> {
  const store = openStore('--backup-to', place, process.env)
  const request = { url, store, target: nameOf(url).target, jobs: 2, lock: LOCK, platform: [], recipients: [] }
  const { manifest } = await withSpinner('taking a backup', (say) =>
    takeBackup({ ...request, say: (progress) => say(progressText(progress)) }),
  )
  return { verdict: 'go', said: `our own backup of ${manifest.takenAt} in ${store.where}`, mend: null }
}

/** How long a backup may wait for the locks on its tables, ms: as plumbline backup does. */
const LOCK = 5000

/** Where nobody was told of a way. A loopback address may be the end of a tunnel: it is told, and not taken for harmless. */
const noLadder =
  (url: string): AskBackup =>
  async () => ({
    verdict: 'unknown',
    said: isLoopback(url) ? 'no backup is known; of a database that only you use, say so' : 'no backup is known',
    mend: isLoopback(url)
      ? `--skip 'backup=a local database', or --backup-to ./backups/before`
      : '--backup-to ./backups/before, or --target NAME --via URL of the Worker',
  })

const isLoopback = (url: string) => /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(new URL(url).hostname)

/** The ladder's answer as a gate's. */
export async function backupOpinion(ask: AskBackup): Promise<Opinion> {
  const { verdict, said, mend } = await ask()
  return {
    outcome: ({ go: 'pass', refuse: 'stop', unknown: 'unknown' } as const)[verdict],
    said,
    details: mend === null ? [] : [{ text: '', mend: [mend] }],
  }
}
