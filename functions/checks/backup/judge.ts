import type { BackupsView } from '../../model/backup/view.ts'
import type { Finding, Unknown } from '../../model/finding.ts'

/** What is wrong with a target's backups, and what nobody can say of them. */
export const judgeBackups = (view: BackupsView): { findings: Finding[]; unknowns: Unknown[] } => ({
  findings: [...staleIn(view), ...unprovenIn(view), ...lackingIn(view)],
  unknowns: unseenIn(view),
})

/** The newest that counts is too old, or there is none. */
function staleIn({ target, newest, stale, policy, gaps }: BackupsView): Finding[] {
  if (stale !== true) return []
  return [
    {
      type: 'backup.stale',
      key: 'backup:newest',
      severity: 'high',
      target,
      newest: newest && { rung: newest.rung, id: newest.id, covers: newest.covers ?? 0 },
      maxAgeHours: policy.maxAgeHours,
      enough: policy.enough,
      gaps,
    },
  ]
}

/** Backups of our own are kept, and no restore of one was proven for too long. */
function unprovenIn({ target, unprovenSince, provenAt, policy }: BackupsView): Finding[] {
  if (unprovenSince === null) return []
  const { maxProofAgeDays } = policy
  return [
    {
      type: 'backup.unproven',
      key: 'backup:proof',
      severity: 'medium',
      target,
      provenAt,
      since: unprovenSince,
      maxProofAgeDays,
    },
  ]
}

/** The plan lacks what the policy would count. */
function lackingIn({ missing, policy }: BackupsView): Finding[] {
  const lacking = missing.filter(({ state }) => state === 'notOnPlan').map(({ rung, reason }) => ({ rung, reason }))
  if (lacking.length === 0) return []
  const left = policy.enough.filter((rung) => !lacking.some((one) => one.rung === rung))
  return [{ type: 'backup.not-on-plan', key: 'backup:plan', severity: 'info', lacking, left }]
}

/** What cannot be seen; for one reason it is told once. */
function unseenIn({ missing }: BackupsView): Unknown[] {
  const unseen = missing.filter(({ state }) => state === 'unknown')
  const alike = Map.groupBy(unseen, ({ reason, mend }) => JSON.stringify([reason, mend]))
  return [...alike.values()].flatMap((same): Unknown[] => {
    const [first] = same
    if (first === undefined) return []
    const subject = same.map(({ rung }) => SUBJECTS[rung]).join(', ')
    return [{ key: `backup:${first.rung}`, check: 'backup', subject, reason: first.reason, mend: first.mend }]
  })
}

const SUBJECTS = {
  'restore-point': 'the restore points',
  pitr: 'the window of point-in-time recovery',
  logical: 'the logical backups',
  physical: 'the platform’s daily backups',
} as const
