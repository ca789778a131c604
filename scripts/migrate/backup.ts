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

/** Where no ladder is configured. A loopback address may be the end of a tunnel: it is told, and not taken for harmless. */
export const noLadder =
  (url: string): AskBackup =>
  async () => ({
    verdict: 'unknown',
    said: isLoopback(url)
      ? 'no backup is known; of a database that only you use, say so'
      : 'no backup is known: no ladder of backups is configured for this database',
    mend: isLoopback(url) ? `--skip 'backup=a local database'` : `make one, then: --skip 'backup=which one, and when'`,
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
