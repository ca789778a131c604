import type { MissingRung, BackupsView, KnownBackup } from '../../model/backup/view.ts'
import type { RunStatus } from '../../model/run.ts'
import { age } from '../age.ts'
import type { ClimbJson } from '../backups.ts'
import { RUNGS } from '../words/backup.ts'
import { count, list, sentence } from '../words/text.ts'
import { bodyWidth, dim, hang, shade, visible, wrap, type TextOptions } from './lines.ts'
import { table } from './table.ts'

/** pass: the newest is young enough · fail: it is too old, or there is none · unknown: nobody can say. */
export const backupsStatus = ({ stale }: BackupsView): RunStatus =>
  stale === null ? 'unknown' : stale ? 'fail' : 'pass'

/** One line on the newest backup that counts. */
export function newestSaid({ newest, stale, policy }: BackupsView, now: number): string {
  const limit = `${policy.maxAgeHours} h is the limit`
  if (newest?.covers != null) return `newest: ${RUNGS[newest.rung]} ${newest.id}, ${age(newest.covers, now)}; ${limit}`
  return stale === null ? 'nobody can say whether there is a backup that counts' : 'no backup is known that counts'
}

/** One line on restores that were proven. */
export const provenSaid = ({ provenAt }: Pick<BackupsView, 'provenAt'>, now: number): string =>
  provenAt === null ? 'no restore was ever proven' : `last proven restore: ${age(provenAt, now)}`

/** What it comes to that a rung is missing. */
export const missingSaid = ({ rung, reason, mend }: MissingRung): string =>
  [`${sentence(RUNGS[rung])}: ${reason}`, ...(mend === null ? [] : [mend])].join(' → ')

/** All that is known of a target's backups: the newest that counts, each one with its age, gaps, and what is missing. */
export function backupsText(view: BackupsView, options: TextOptions): string {
  const blocks = [head(view, options), ...rows(view, options), notes(view, options)]
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`
}

function head(view: BackupsView, options: TextOptions): string[] {
  const { target, environment, at, policy } = view
  const status = backupsStatus(view)
  const label = status.toUpperCase()
  const asked = at === null ? 'the platform was not asked' : `the platform was asked ${age(at, options.now)}`
  const said = [
    `${target} · ${environment} · ${newestSaid(view, options.now)}`,
    `enough: ${list(policy.enough.map((rung) => RUNGS[rung]))}`,
    `${asked} · ${provenSaid(view, options.now)}`,
  ]
  const lines = said.flatMap((line) => wrap(line, bodyWidth(options)))
  return hang(label, lines, shade(status, label, options))
}

function rows({ backups }: BackupsView, options: TextOptions): string[][] {
  if (backups.length === 0) return []
  const columns = ['', 'BACKUP', 'ID', 'STATUS', 'AGE', 'RESTORE PROVEN', 'WHERE'].map((heading) => ({ heading }))
  const cells = (backup: KnownBackup) =>
    [
      backup.counts ? '*' : '',
      RUNGS[backup.rung],
      visible(backup.id),
      visible(backup.status),
      backup.covers === null ? '' : age(backup.covers, options.now),
      backup.provenAt === null ? '' : age(backup.provenAt, options.now),
      visible(backup.where ?? ''),
    ].map((text) => ({ text }))
  return [[...table(columns, backups.map(cells)), dim('* counts by the target’s policy', options)]]
}

function notes({ gaps, missing, pitr }: BackupsView, options: TextOptions): string[] {
  const width = bodyWidth(options)
  const reach =
    pitr?.enabled === true && pitr.earliest !== null && pitr.latest !== null
      ? [`any moment from ${age(pitr.earliest, options.now)} to ${age(pitr.latest, options.now)}`]
      : []
  return [
    ...reach.flatMap((text) => hang('window', wrap(text, width))),
    ...(gaps.length === 0
      ? []
      : hang('gaps', wrap(`${count(gaps.length, 'day')} without a daily backup: ${list(gaps, 8)}`, width))),
    ...missing.flatMap((one) => hang(one.state === 'unknown' ? 'unknown' : 'lacks', wrap(missingSaid(one), width))),
  ]
}

const VERDICTS = { go: 'pass', refuse: 'fail', unknown: 'unknown' } as const
const STATES = {
  absent: 'absent',
  notOnPlan: 'lacks',
  failed: 'failed',
  unknown: 'unknown',
  notEnough: 'left out',
} as const

/** What climbing the ladder came to: the rung that holds and what it promises, and why those before it do not. */
export function climbText(
  { target, verdict, guarantee, rung, evidence, tried }: ClimbJson,
  options: TextOptions,
): string {
  const width = bodyWidth(options)
  const label = verdict.toUpperCase()
  const said =
    rung === null || guarantee === null || evidence === null
      ? [
          verdict === 'refuse'
            ? `${target} · no backup holds`
            : `${target} · no backup holds yet; ask again with the same key`,
        ]
      : [
          `${target} · ${RUNGS[rung]} ${evidence.id}, of ${evidence.covers}`,
          `brings back ${guarantee.says}`,
          `may lose the last ${Math.ceil(guarantee.rpoMs / 1000)} s; not in it: ${guarantee.without.join(', ')}`,
          `restore: ${guarantee.restore}`,
        ]
  const first = hang(
    label,
    said.flatMap((line) => wrap(line, width)),
    shade(VERDICTS[verdict], label, options),
  )
  const rest = tried.flatMap(({ rung: tried, state, reason, mend }) =>
    hang(STATES[state], wrap(`${RUNGS[tried]}: ${reason}${state === 'notEnough' ? '' : ` → ${mend}`}`, width)),
  )
  return `${[...first, ...rest].join('\n')}\n`
}
