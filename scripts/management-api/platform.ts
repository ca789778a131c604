import { wellProject, type ProjectState } from './project.ts'

/** A backup that the platform made, or makes: it is PENDING until `endsAt` (ms), then what `status` says. */
export interface PlatformBackup {
  id: number
  insertedAt: number
  endsAt: number
  status: 'COMPLETED' | 'FAILED' | 'REMOVED' | 'ARCHIVED' | 'CANCELLED'
  physical: boolean
}

/** A restore point: nobody sees it before `shownAt`, and it is PENDING until `endsAt` (ms). */
export interface PlatformPoint {
  name: string
  shownAt: number
  endsAt: number
  status: 'AVAILABLE' | 'FAILED' | 'REMOVED'
}

/** What a plan lets a project do: yes, pay first (402), or no such feature for this project (403). */
export type Allowance = 'yes' | 402 | 403

/** A Supabase project as its Management API sees it. Times in ms; what is derived from them changes as time passes. */
export interface Platform {
  ref: string
  token: string
  /** Whether restore points can be made. */
  restorePoints: Allowance
  /** What becomes of a restore point, and how long it takes, ms. */
  pointEnds: PlatformPoint['status']
  pointTakes: number
  points: PlatformPoint[]
  /** Names of the restore points that were made, each as often as it was. */
  readonly made: string[]
  backups: PlatformBackup[]
  /** Point-in-time recovery: from when, and how far its end lies behind, ms; null: the add-on was not bought. */
  pitr: { earliest: number; lag: number } | null
  /** How the platform finds the project itself. */
  project: ProjectState
}

/** A project of a paid plan without add-ons, that makes restore points in four seconds. */
export const paidProject = (change: Partial<Platform> = {}): Platform => ({
  ref: 'abcdefghijklmnopqrst',
  token: 'sbp_0123456789abcdef0123456789abcdef01234567',
  restorePoints: 'yes',
  pointEnds: 'AVAILABLE',
  pointTakes: 4000,
  points: [],
  made: [],
  backups: [],
  pitr: null,
  project: wellProject(),
  ...change,
})

/** A project of the free plan: no restore points, no backups, no point-in-time recovery. */
export const freeProject = (change: Partial<Platform> = {}): Platform =>
  paidProject({ restorePoints: 402, backups: [], pitr: null, ...change })

const DAY = 86_400_000

/** Daily backups of the last `days` days before `now` (ms), the newest `age` ms old; `failed` and `missing` count days back from it. */
export const dailyBackups = (
  now: number,
  { days = 7, age = 6 * 3_600_000, failed = [] as number[], missing = [] as number[] } = {},
): PlatformBackup[] =>
  Array.from({ length: days }, (_, back): PlatformBackup => {
    const insertedAt = now - age - back * DAY
    const status = failed.includes(back) ? 'FAILED' : 'COMPLETED'
    return { id: 1200 + days - back, insertedAt, endsAt: insertedAt + 60_000, status, physical: true }
  }).filter((_, back) => !missing.includes(back))

/** Whether a rung that can be brought back exists at `now` (ms): what a ladder may rely on. */
export const isReady = ({ status, endsAt }: PlatformPoint | PlatformBackup, now: number): boolean =>
  (status === 'AVAILABLE' || status === 'COMPLETED') && endsAt <= now
