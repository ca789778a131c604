import type { TargetReport } from '../model/report.ts'
import { TargetReportShape } from './shapes.ts'

/** A copy older than this was not followed by the next tick's: the truth is then asked. ms */
const BELIEVED = 6 * 60_000

const name = (target: string) => `status/${target}`

/** Keeps a report as the latest of its target. KV refuses more than one write per second and name: the copy is then old. */
export async function writeStatus(kv: KVNamespace, report: TargetReport): Promise<void> {
  try {
    await kv.put(name(report.target), JSON.stringify(report))
  } catch (error) {
    console.warn(`KV did not take status/${report.target}: ${String(error)}`)
  }
}

/**
 * The latest reports of some targets, from KV; from `truth`, which is asked once for all of them, where KV has none, an old one
 * or one of another shape. null: no run has ended yet.
 */
export async function readStatuses(
  kv: KVNamespace,
  targets: readonly string[],
  now: number,
  truth: (targets: readonly string[]) => Promise<ReadonlyMap<string, TargetReport | null>>,
): Promise<Map<string, TargetReport | null>> {
  const copies = await Promise.all(
    targets.map(async (target) => {
      const copy = TargetReportShape.safeParse(await kv.get(name(target), 'json').catch(() => null)).data
      return [target, copy && copy.at !== null && now - copy.at < BELIEVED ? copy : null] as const
    }),
  )
  const missing = copies.flatMap(([target, copy]) => (copy === null ? [target] : []))
  const told = missing.length === 0 ? new Map<string, null>() : await truth(missing)
  return new Map(copies.map(([target, copy]) => [target, copy ?? told.get(target) ?? null]))
}
