import type { Rung } from '../../model/backup/policy.ts'
import { PLUMBLINE } from '../../model/commands.ts'
import { list, remark, sentence, stamp } from './text.ts'
import type { WritingsOf } from './writing.ts'

/** What each rung is to people. */
export const RUNGS: Readonly<Record<Rung, string>> = {
  'restore-point': 'restore point',
  pitr: 'point-in-time recovery',
  logical: 'logical backup',
  physical: 'daily backup',
}

const named = (rungs: readonly Rung[]) => list(rungs.map((rung) => RUNGS[rung]))

const make = (target: string) => [
  remark('make one now, and have the Worker prove that it is there:'),
  `curl -X POST -H "Authorization: Bearer $PLUMBLINE_TOKEN" -H "Idempotency-Key: $(date +%s)" "$PLUMBLINE_URL/${target}/backups"`,
  remark('or see what there is:'),
  `${PLUMBLINE} backups --target ${target} --url "$PLUMBLINE_URL"`,
]

/** The words for a target's backups. */
export const backup: WritingsOf<'backup'> = {
  'backup.stale': {
    heading: 'The newest backup is too old',
    write: ({ target, newest, maxAgeHours, enough, gaps }) => ({
      title:
        newest === null
          ? 'No backup of this target is known that counts'
          : `The newest backup is of ${stamp(newest.covers)} (${RUNGS[newest.rung]} ${newest.id}); it may be ${maxAgeHours} h old`,
      what: [
        `The target's policy counts: ${named(enough)}.`,
        ...(gaps.length === 0 ? [] : [`Days without a daily backup: ${list(gaps, 8)}.`]),
      ].join(' '),
      why: 'What was written since is lost if the database is, or if a migration destroys it: no migration should run before there is a newer one.',
      mend: make(target),
    }),
  },
  'backup.unproven': {
    heading: 'No restore was proven for too long',
    write: ({ provenAt, since, maxProofAgeDays }) => ({
      title:
        provenAt === null
          ? `No restore of this target's own backups was ever proven; the first is of ${stamp(since)}`
          : `A restore was proven last on ${stamp(provenAt)}; it may be ${maxProofAgeDays} days ago`,
      what: 'Backups of plumbline backup are on record, and the policy counts them.',
      why: 'A backup that nobody restored may be none: a key that is lost, a part that is missing or a role that is not there shows at the restore.',
      mend: [
        remark('restore the newest into a scratch PostgreSQL, compare it, and tell the Worker:'),
        `${PLUMBLINE} backup verify --from PLACE --via "$PLUMBLINE_URL"`,
      ],
    }),
  },
  'backup.not-on-plan': {
    heading: 'The plan lacks backups that the policy counts',
    write: ({ lacking, left }) => ({
      title: `Supabase has no ${list(lacking.map(({ rung }) => RUNGS[rung]))} for this target`,
      what: `${lacking.map(({ rung, reason }) => `${sentence(RUNGS[rung])}: ${reason}`).join('; ')}.`,
      why:
        left.length === 0
          ? 'Nothing is left that the policy counts, so a backup is refused each time it is asked for.'
          : `A backup that is asked for comes from what is left: ${named(left)}.`,
      mend: [remark('buy it, or take it out of backup.enough of the target in wrangler.toml')],
    }),
  },
}
