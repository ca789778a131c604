import { settingsOf, type Bindings } from '../../env.ts'
import { MONITOR } from '../../model/incident-record.ts'

/** Whose chain names a channel, and at which level: `shop (1)`, by channel; the monitor's own incidents are among them. */
export function chainsOf(env: Bindings): Map<string, string[]> {
  const { targets, alerting } = settingsOf(env)
  const named = [...targets, { name: MONITOR, alerting }].flatMap(({ name, alerting: { policy } }) =>
    policy.chain.flatMap((channels, i) => channels.map((channel) => [channel, `${name} (${i + 1})`] as const)),
  )
  return new Map(
    [...Map.groupBy(named, ([channel]) => channel)].map(([channel, uses]) => [channel, uses.map(([, use]) => use)]),
  )
}
