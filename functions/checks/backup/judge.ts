import type { BackupsView } from '../../model/backup/view.ts'
import type { Finding, Unknown } from '../../model/finding.ts'

/** What is wrong with a target's backups, and what nobody can say of them. */
export function judgeBackups(view: BackupsView): { findings: Finding[]; unknowns: Unknown[] } {
  const { newest, stale, policy, gaps, missing, target } = view
  const lacking = missing.filter(({ state }) => state === 'notOnPlan')
  const findings: Finding[] = [
    ...(stale === true
      ? [
          {
            type: 'backup.stale' as const,
            key: 'backup:newest',
            severity: 'high' as const,
            target,
            newest: newest && { rung: newest.rung, id: newest.id, covers: newest.covers ?? 0 },
            maxAgeHours: policy.maxAgeHours,
            enough: policy.enough,
            gaps,
          },
        ]
      : []),
    ...(lacking.length > 0
      ? [
          {
            type: 'backup.not-on-plan' as const,
            key: 'backup:plan',
            severity: 'info' as const,
            lacking: lacking.map(({ rung, reason }) => ({ rung, reason })),
            left: policy.enough.filter((rung) => !lacking.some((one) => one.rung === rung)),
          },
        ]
      : []),
  ]
  const unknowns = missing
    .filter(({ state }) => state === 'unknown')
    .map(({ rung, reason, mend }): Unknown => ({
      key: `backup:${rung}`,
      check: 'backup',
      subject: SUBJECTS[rung],
      reason,
      mend,
    }))
  return { findings, unknowns }
}

const SUBJECTS = {
  'restore-point': 'the restore points',
  pitr: 'the window of point-in-time recovery',
  logical: 'the logical backups',
  physical: 'the platform’s daily backups',
} as const
