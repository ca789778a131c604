import canonicalize from 'canonicalize'
import type {
  Blueprint,
  BlueprintContent,
  BlueprintIndex,
  BlueprintParts,
  FactVersion,
  GroupShards,
  IndexedGroup,
} from './blueprint.ts'

/** SHA-256 of a text, in hex. */
export async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** The name of a blueprint: SHA-256 of its content as canonical JSON (RFC 8785). */
export async function hashContent(content: BlueprintContent): Promise<string> {
  return sha256(canonicalize(content) ?? '')
}

/**
 * Cuts a blueprint into the index that every run reads and the values that only a difference needs.
 * `values` maps a name, the SHA-256 of the value, to its JSON: shards that two blueprints share are the same value.
 */
export async function splitBlueprint(
  blueprint: Blueprint,
): Promise<{ index: BlueprintIndex; values: Map<string, string> }> {
  const values = new Map<string, string>()
  const keep = async (value: FactVersion[] | GroupShards) => {
    const json = JSON.stringify(value)
    const ref = await sha256(json)
    values.set(ref, json)
    return ref
  }
  const groups: IndexedGroup[] = []
  for (const { kind, schema, marks, shards } of blueprint.content.groups) {
    const refs = await Promise.all(shards.map(async (shard) => ({ marks: shard.marks, ref: await keep(shard.facts) })))
    groups.push({ kind, schema, marks, shards: shards.length, ref: await keep({ shards: refs }) })
  }
  return { index: { ...blueprint.content, groups, hash: blueprint.hash, tag: blueprint.tag }, values }
}

/**
 * Reads the parts of a blueprint through `read`, which answers null for a name it does not have.
 * The values are content-addressed and were validated when they were published: they are not validated again.
 */
export function partsFrom(read: (ref: string) => Promise<string | null>): BlueprintParts {
  const get = async <T>(ref: string): Promise<T> => {
    const json = await read(ref)
    if (json === null) throw new MissingPart(ref)
    return JSON.parse(json) as T
  }
  return { shards: (ref) => get<GroupShards>(ref), facts: (ref) => get<FactVersion[]>(ref) }
}

/** A part of a published blueprint is not in the store (yet), or not in the form of this version: it cannot be compared. */
export class MissingPart extends Error {
  override readonly name = 'MissingPart'
  constructor(ref: string, why = 'is not in the store') {
    super(`the blueprint's part ${ref.slice(0, 12)} ${why}; publish the blueprint again`)
  }
}
