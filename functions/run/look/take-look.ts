import { realWorld } from '../../backup/world.ts'
import type { Parting } from '../../collect/transport.ts'
import { publishCommand } from '../../model/commands.ts'
import { MissingPart } from '../../model/parts.ts'
import type { Look, Suite } from '../../model/run.ts'
import { driftMemo } from '../../store/memo.ts'
import { withAlso } from './also.ts'
import { backupsSeen } from '../backups.ts'
import { healthRequest, withStanding } from '../health/due.ts'
import type { Known } from './known.ts'
import { look } from './look.ts'
import type { RunContext } from '../perform.ts'
import { checksOf } from '../schedule.ts'
import { slownessSeen } from './slower.ts'
import { misconfigured, unlooked } from './unlooked.ts'
import { wayIn } from '../way-in.ts'

/**
 * Looks at a target as a suite asks, held against what is known, with what is known of it by other ways. Nothing is stored.
 * @param parting waits for the end of the look's connection
 */
export async function takeLook(
  context: RunContext,
  suite: Suite,
  { known, parting }: { known: Known; parting: Parting },
): Promise<Look> {
  const { env, target, now, look: ask = look } = context
  if (target.fault !== null) return unlooked(misconfigured(target.fault))
  const { blueprint, pin, before, suites, readings, samples, open } = known
  if (blueprint instanceof MissingPart) return unlooked(unreadable(blueprint, target.name))
  const health = healthRequest(suites, {
    readings,
    thresholds: target.config.thresholds ?? {},
    samples,
    open,
    outside: { platform: target.backups, application: target.application },
  })
  const seen = await ask({
    ...wayIn(target, parting),
    blueprint,
    pin,
    target: target.name,
    checks: checksOf(suite),
    health,
    memo: driftMemo(env.KV),
    authors: { known: new Set(open.map(({ finding }) => finding.key)), since: known.sawDrift },
    now: now(),
  })
  // Not beside the look, which may ask the same platform.
  const backups = await backupsSeen({ env, target, world: { ...realWorld, now } })
  const standing = withStanding(seen, { suites, goneOn: health.goOn === true }, before)
  return withAlso(standing, [backups, slownessSeen(known.verdicts)])
}

const unreadable = (error: MissingPart, target: string) =>
  ({
    key: 'drift:blueprint',
    check: 'drift',
    subject: 'the blueprint',
    reason: error.message,
    mend: publishCommand(target),
  }) as const
