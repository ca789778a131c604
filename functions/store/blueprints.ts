import { z } from 'zod'
import { BLUEPRINT_FORMAT, type Blueprint, type BlueprintIndex, type BlueprintParts } from '../model/blueprint.ts'
import { MissingPart, partsFrom, splitBlueprint } from '../model/parts.ts'
import { Publication } from './shapes.ts'

/** Values named by their content never change, so an edge may keep them for a day. s */
const CACHED = 86_400

/** created: new to the target · repeated: it was published there before, and is the newest (again). */
export type Published = 'created' | 'repeated'

/**
 * Publishes a verified blueprint for a target at `now` (ms): values first, the row that names them last, so that a
 * blueprint is either there as a whole or not at all. Values that another blueprint brought are not written again.
 */
export async function publishBlueprint(
  env: { DB: D1Database; KV: KVNamespace },
  target: string,
  blueprint: Blueprint,
  now: number,
): Promise<Published> {
  const { hash, tag } = blueprint
  const past = await listPublications(env.DB, target)
  const same = (publication: Publication | undefined) => publication?.hash === hash && publication.tag === tag
  if (same(past[0])) return 'repeated'

  const { index, values } = await splitBlueprint(blueprint)
  const kept = await keptParts(env.DB, [...values.keys(), `index/${hash}`])
  const fresh = [...values].filter(([ref]) => !kept.has(ref))
  await Promise.all(fresh.map(([ref, json]) => env.KV.put(`blueprint/${ref}`, json)))
  if (!kept.has(`index/${hash}`)) await env.KV.put(`blueprint/index/${hash}`, JSON.stringify(index))

  const refs = JSON.stringify([...fresh.map(([ref]) => ref), `index/${hash}`])
  await env.DB.batch([
    env.DB.prepare('insert or ignore into parts (ref) select value from json_each(?1)').bind(refs),
    env.DB.prepare('insert into publications (target, hash, tag, published_at) values (?1, ?2, ?3, ?4)').bind(
      target,
      hash,
      tag,
      now,
    ),
  ])
  return past.some(same) ? 'repeated' : 'created'
}

/** What was published for a target, the newest first. */
export async function listPublications(db: D1Database, target: string): Promise<Publication[]> {
  const { results } = await db
    .prepare(
      `select hash, tag, published_at as publishedAt from publications where target = ?1 order by seq desc limit 1000`,
    )
    .bind(target)
    .all()
  return z.array(Publication).parse(results)
}

/** What an older version of this Worker kept. */
interface OtherFormat {
  format: 1
}

/** A blueprint that was published, and where its parts are. */
export interface StoredBlueprint {
  index: BlueprintIndex
  parts: BlueprintParts
}

/**
 * The blueprint that a target's runs compare with; null: none was published.
 * Throws MissingPart where KV does not have it, or not yet at this place.
 */
export async function newestBlueprint(
  env: { DB: D1Database; KV: KVNamespace },
  target: string,
): Promise<StoredBlueprint | null> {
  const newest = await env.DB.prepare('select hash, tag from publications where target = ?1 order by seq desc limit 1')
    .bind(target)
    .first<{ hash: string; tag: string }>()
  return newest && publishedBlueprint(env.KV, newest)
}

/** The same, where a part that is not in the store is an answer, too. */
export const newestOrMissing = (
  env: { DB: D1Database; KV: KVNamespace },
  target: string,
): Promise<StoredBlueprint | MissingPart | null> =>
  newestBlueprint(env, target).catch((error: unknown) => {
    if (error instanceof MissingPart) return error
    throw error
  })

/**
 * A blueprint by the hash and tag of its publication.
 * Throws MissingPart where KV does not have it, or not yet at this place.
 */
export async function publishedBlueprint(
  kv: KVNamespace,
  { hash, tag }: Pick<Publication, 'hash' | 'tag'>,
): Promise<StoredBlueprint> {
  const index = await kv.get<BlueprintIndex | OtherFormat>(`blueprint/index/${hash}`, {
    type: 'json',
    cacheTtl: CACHED,
  })
  if (!index) throw new MissingPart(hash)
  if (index.format !== BLUEPRINT_FORMAT) throw new MissingPart(hash, 'was written by another version')
  const parts = partsFrom((ref) => kv.get(`blueprint/${ref}`, { cacheTtl: CACHED }))
  return { index: { ...index, tag }, parts }
}

async function keptParts(db: D1Database, refs: string[]): Promise<Set<string>> {
  const { results } = await db
    .prepare('select ref from parts where ref in (select value from json_each(?1))')
    .bind(JSON.stringify(refs))
    .all<{ ref: string }>()
  return new Set(results.map(({ ref }) => ref))
}
