import type { DriftMemo } from '../run/look/drift.ts'

/** Long enough for a drift that nobody mends to be read once a week, s. */
const KEPT = 7 * 86_400

/** What a comparison found, by the digest of all that it depended on: it can be lost, never wrong. */
export function driftMemo(kv: KVNamespace): DriftMemo {
  return {
    get: (name) => kv.get(`drift/${name}`).catch(() => null),
    put: (name, value) => kv.put(`drift/${name}`, value, { expirationTtl: KEPT }).catch(() => {}),
  }
}
