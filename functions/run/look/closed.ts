import type { Fingerprints } from '../../collect/read.ts'
import { closedUnknowns, withoutKinds, withoutKindsOf } from '../../drift/closed.ts'
import type { Unknown } from '../../model/finding.ts'
import type { Failure } from '../../model/question.ts'
import type { DriftMemo } from './drift.ts'
import type { LookRequest } from './look.ts'

/** What can be looked at, and what cannot. */
export interface OpenPart {
  request: LookRequest
  fingerprints: Fingerprints
  unknowns: Unknown[]
}

/**
 * Where texts of supabase/catalog were left out since catalogs are closed to the role: nothing of the kinds that they yield, in
 * the target, in the blueprint, in what is declared and in the pin; and what is unknown for it. Else all of it.
 * @param closed by catalog, how it was refused
 */
export function openPart(
  request: LookRequest,
  fingerprints: Fingerprints,
  closed: ReadonlyMap<string, Failure>,
): OpenPart {
  if (fingerprints.without.length === 0) return { request, fingerprints, unknowns: [] }
  const texts = fingerprints.without.flatMap((one) => one.texts)
  return {
    request: withoutTexts(request, texts),
    fingerprints: { ...fingerprints, groups: withoutKinds(fingerprints.groups, texts) },
    unknowns: closedUnknowns(fingerprints.without, closed),
  }
}

function withoutTexts(request: LookRequest, texts: readonly string[]): LookRequest {
  const { blueprint, pin } = request
  return {
    ...request,
    blueprint: blueprint && { ...blueprint, index: withoutKindsOf(blueprint.index, texts) },
    ...(pin && { pin: { ...pin, groups: withoutKinds(pin.groups, texts) } }),
    memo: FORGETFUL,
  }
}

/** What is remembered of a whole catalog does not hold for a part of it. */
const FORGETFUL: DriftMemo = { get: async () => null, put: async () => {} }
