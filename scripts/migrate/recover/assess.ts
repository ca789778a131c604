import type { Look } from '../../../functions/model/run.ts'
import { PLUMBLINE } from '../../../functions/model/commands.ts'
import { quoted } from '../../../functions/collect/catalog.ts'
import type { Live } from '../../commands/support/journal.ts'
import type { Connection } from '../connection.ts'
import { holderText, type Holder } from '../lock.ts'
import { lookAt, type Prepared } from '../prepare.ts'
import { keptIn, type Kept } from './aside.ts'
import { planCatalog } from './catalog.ts'
import { journalSteps, realign } from './journal.ts'
import { identitySql, type Identity } from '../../../functions/journal/repair/sql.ts'
import { harmless, type Step } from './step.ts'

/** What a target is, and the numbered way to where it should be. */
export interface Assessment {
  look: Look
  /** Who migrates at this moment; null: nobody. Nothing is planned meanwhile. */
  holder: Holder | null
  /** Transactions that were prepared and never ended: they hold their locks. */
  prepared: string[]
  steps: Step[]
  /** Facts that no migration makes: a person decides. */
  extra: string[]
  unknowns: { subject: string; reason: string }[]
}

/** Looks at everything, changes nothing, and plans: restore point, mending, replay, bringing back, verifying. */
export async function assess(connection: Connection, prepared: Prepared, holder: Holder | null): Promise<Assessment> {
  const look = await lookAt(prepared)
  const waiting = await connection.query<{ gid: string }>(
    'select p.gid from pg_catalog.pg_prepared_xacts p where p.database = pg_catalog.current_database() order by p.gid',
  )
  const about = { look, holder, prepared: waiting.map(({ gid }) => gid) }
  if (holder !== null) return { ...about, steps: [wait(holder)], extra: [], unknowns: [] }
  const live: Live = {
    ...prepared.plan.live,
    url: prepared.url,
    journal: prepared.plan.journal,
    table: quoted(prepared.plan.journal),
  }
  const apart = realign(look.findings)
  const catalog = apart === null ? await planCatalog(connection, prepared.scene, live.identity) : NOTHING
  const mending = [
    ...about.prepared.map(ended),
    ...(apart ? [apart] : []),
    ...catalog.steps,
    ...(apart ? [] : await journalSteps(prepared, live, look.findings)),
  ]
  const steps = [...mending, ...afterwards(prepared, live, mending)]
  return {
    ...about,
    steps: mending.length === 0 ? steps : [restorePoint(), ...steps],
    extra: catalog.extra,
    unknowns: [...catalog.unknowns, ...look.unknowns.map(({ subject, reason }) => ({ subject, reason }))],
  }
}

const NOTHING = { steps: [], extra: [], unknowns: [] }

const wait = (holder: Holder): Step =>
  harmless({
    name: 'wait',
    title: `Another migrate is at work, or was cut off and has not ended yet: ${holderText(holder)}`,
    why: ['until it ends, nobody can say what is in: PostgreSQL commits all of it or none'],
    does: { do: 'plumbline', command: 'recover' },
  })

const ended = (gid: string): Step =>
  harmless({
    name: `prepared:${gid}`,
    title: `A transaction was prepared and never ended: ${gid}`,
    why: ['it holds its locks until somebody ends it; whoever prepared it knows whether it is to stay'],
    does: { do: 'shell', command: `psql "$DATABASE_URL" -c "rollback prepared '${gid.replaceAll("'", "''")}'"` },
  })

const restorePoint = (): Step =>
  harmless({
    name: 'restore-point',
    title: 'A restore point',
    why: ['before anything is changed: a backup that was made now, or a restore point in the Supabase dashboard'],
    does: { do: 'shell', command: `${PLUMBLINE} backup --to ./before-recover` },
  })

/** What comes once all is mended: the migrations, what was put aside, the proof. */
function afterwards({ plan, scene }: Prepared, { identity }: Live, mending: readonly Step[]): Step[] {
  const kept = keptIn(scene.live.facts)
  const isMended = mending.length === 0
  const replay = harmless({
    name: 'migrate',
    title: 'Apply what is then pending',
    why: ['under the same gates as ever: it stops by itself where something still stands in the way'],
    does: { do: 'plumbline', command: 'migrate' },
  })
  return [
    ...(plan.runs.length > 0 || !isMended ? [replay] : []),
    ...bringBack(
      kept,
      identity,
      mending.some(({ keeps }) => keeps),
    ),
    harmless({
      name: 'verify',
      title: 'See that all is well',
      why: [],
      does: { do: 'plumbline', command: 'verify' },
    }),
  ]
}

/** @param willKeep whether a step before it puts something aside */
function bringBack(kept: readonly Kept[], identity: Identity, willKeep: boolean): Step[] {
  if (kept.length === 0 && !willKeep) return []
  const ready = kept.filter(({ home }) => home !== null)
  const sql = ready.flatMap((one) => one.sql)
  const script = ['begin;', "set local lock_timeout = '5s';", identitySql(identity), ...sql, 'commit;'].join('\n')
  const names = kept.map(({ aside }) => aside)
  return [
    {
      ...harmless({
        name: 'bring-back',
        title: `Bring back what was put aside${names.length > 0 ? `: ${names.join(', ')}` : ''}`,
        why: ['into what the migration made, in one transaction; where values differ it refuses'],
        does: { do: 'script', script },
      }),
      after:
        ready.length > 0
          ? null
          : kept.length > 0
            ? 'its place is not there yet: migrate first'
            : 'nothing was put aside yet',
    },
  ]
}
