import type { CatalogSql, JournalTable } from '../../functions/collect/catalog.ts'
import type { Fact } from '../../functions/model/fact.ts'
import { pgliteScratch, shadowScratch, type Scratch } from '../blueprint/scratch.ts'
import { prepareScratch, type Platform } from '../postgres/scratch.ts'
import { factReader, type ReadFacts } from './facts.ts'
import { findWay, type Way } from './find.ts'
import { identifier } from '../../functions/model/sql.ts'

/** Where and how a scratch database is made. */
export interface ScratchPlan {
  platform: Platform
  catalog: CatalogSql
  journal: JournalTable
  /** In a database of this server instead of PGlite. */
  shadowUrl?: string
  /** Extensions to load, where PGlite has them. */
  extensions: readonly string[]
}

/** A prepared scratch database whose facts can be read. */
export interface OpenScratch {
  db: Scratch
  read: ReadFacts
  /** Roles that were made for what is in it; they are of the whole server, and go with it. */
  roles: string[]
}

/** Runs `use` with a prepared scratch database, which is thrown away afterwards. */
export async function withScratch<T>(plan: ScratchPlan, use: (open: OpenScratch) => Promise<T>): Promise<T> {
  const { platform, catalog, journal, shadowUrl, extensions } = plan
  const db = await (shadowUrl ? shadowScratch(shadowUrl) : pgliteScratch(['pgcrypto', 'uuid-ossp', ...extensions]))
  const roles: string[] = []
  try {
    await prepareScratch(db, platform)
    await db.exec(`set lc_messages = 'C'`)
    return await use({ db, read: await factReader(db, catalog, journal), roles })
  } finally {
    for (const name of roles) await dropRole(db, name)
    await db.close()
  }
}

/** A role that somebody uses meanwhile stays. */
async function dropRole(db: Scratch, name: string): Promise<void> {
  await db.exec('rollback').catch(() => {})
  await db.exec(`drop owned by ${identifier(name)}; drop role ${identifier(name)}`).catch(() => {})
}

/** A catalog made again in a scratch database. */
export interface Copy {
  /** What the scratch database now holds. */
  facts: Fact[]
  /** What could not be made, and what PostgreSQL said. */
  missing: { fact: string; reason: string }[]
}

/** Makes a catalog again in an empty scratch database, and commits what could be made. */
export async function copyCatalog({ db, read, roles }: OpenScratch, live: readonly Fact[]): Promise<Copy> {
  await db.exec('begin')
  const way = await wayWithRoles({ db, read, roles }, live)
  const facts = await read()
  await db.exec('commit')
  return { facts, missing: missingOf(way) }
}

/** Roles are of the whole server, and no facts: what a fact names is made where it is missing, and may not log in. */
async function wayWithRoles({ db, read, roles }: OpenScratch, wanted: readonly Fact[]): Promise<Way> {
  const way = await findWay({ db, read, from: await read(), wanted })
  const names = new Set(
    way.refused.flatMap(({ error }) => /^role "(.+)" does not exist$/.exec(error.message)?.[1] ?? []),
  )
  if (names.size === 0) return way
  for (const name of names) {
    await db.exec(`create role ${identifier(name)} nologin`)
    roles.push(name)
  }
  return findWay({ db, read, from: await read(), wanted })
}

function missingOf({ unlike, refused }: Way): Copy['missing'] {
  const said = new Map(refused.map(({ step, error }) => [step.fact, error.message]))
  return unlike.missing.map(({ key }) => ({ fact: key, reason: said.get(key) ?? 'what it needs could not be made' }))
}

/** Names of the extensions that a catalog holds. */
export const extensionsOf = (facts: readonly Fact[]): string[] =>
  facts.flatMap(({ key }) => (key.startsWith('extension:') ? [key.slice('extension:'.length).replaceAll('"', '')] : []))
