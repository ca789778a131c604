import type { BlueprintIndex, BlueprintParts } from '../../model/blueprint.ts'
import type { Prediction } from '../../model/preflight.ts'
import { kindOf, nameOf, nameParts } from '../../model/fact.ts'

/** Says of what is in the way which migration made it, or that none did, where a blueprint was published. */
export async function withProvenance(
  predictions: readonly Prediction[],
  pending: readonly string[],
  blueprint: { index: BlueprintIndex; parts: BlueprintParts } | null,
): Promise<Prediction[]> {
  if (blueprint === null) return [...predictions]
  const keys = new Set(predictions.flatMap(({ cause }) => (cause?.by === 'target' ? [cause.fact] : [])))
  const makers = await makersOf(keys, pending, blueprint)
  return predictions.map((prediction): Prediction => {
    const { cause } = prediction
    if (cause?.by !== 'target') return prediction
    const migration = makers.get(cause.fact)
    const from = migration === undefined ? 'drift' : { migration }
    return { ...prediction, cause: { ...cause, from } }
  })
}

/** By key: the tag of the applied migration that made it last. What only a pending one is to make, nobody made. */
async function makersOf(
  keys: ReadonlySet<string>,
  pending: readonly string[],
  { index, parts }: { index: BlueprintIndex; parts: BlueprintParts },
): Promise<Map<string, string>> {
  const groups = index.groups.filter(({ kind, schema }) =>
    [...keys].some((key) => kindOf(key) === kind && (schema === '' || schemaOf(key) === schema)),
  )
  const shards = (await Promise.all(groups.map(({ ref }) => parts.shards(ref)))).flatMap((group) => group.shards)
  const versions = (await Promise.all(shards.map(({ ref }) => parts.facts(ref)))).flat()
  return new Map(
    versions.flatMap(([key, , , since]) => {
      const tag = keys.has(key) ? index.migrations[since]?.tag : undefined
      return tag === undefined || pending.includes(tag) ? [] : [[key, tag]]
    }),
  )
}

const schemaOf = (key: string) => (nameParts(nameOf(key))[0] ?? '').replaceAll(/^"|"$/g, '').replaceAll('""', '"')
