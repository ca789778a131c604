import { z } from 'zod'

/**
 * The migrators of Drizzle that behave alike, each named by the first version that behaved so. Read in the sources of
 * drizzle-orm 0.29 to 0.45 and 1.0.0-beta.1 to rc.5; test/postgres/drizzle-model.test.ts holds the model to the real ones.
 */
export const FlavourName = z.enum([
  '0.x',
  '0.x-neon-http',
  '1.0-beta.2',
  '1.0-beta.2-neon-http',
  '1.0-beta.11',
  '1.0-beta.11-neon-http',
  '1.0',
  '1.0-neon-http',
])
export type FlavourName = z.infer<typeof FlavourName>

/** How the migrations lie in the folder: meta/_journal.json beside `<tag>.sql`, or one folder for each. */
export const Layout = z.enum(['journal', 'folders'])
export type Layout = z.infer<typeof Layout>

/** What decides what a migrator does. */
export interface Flavour {
  /**
   * newest: what is stamped after the newest row · stamps: whatever stamp no row has · names: whatever name no row has,
   * after a table of 0.x was given names.
   */
  selects: 'newest' | 'stamps' | 'names'
  /** The layouts that it reads; the first that the folder has. */
  reads: readonly Layout[]
  /** one: all that is pending, with its rows · none: each statement alone, and the rows after the last of them. */
  transaction: 'one' | 'none'
}

const both = ['journal', 'folders'] as const

/** What each flavour does. */
export const FLAVOURS: Readonly<Record<FlavourName, Flavour>> = {
  '0.x': { selects: 'newest', reads: ['journal'], transaction: 'one' },
  '0.x-neon-http': { selects: 'newest', reads: ['journal'], transaction: 'none' },
  '1.0-beta.2': { selects: 'newest', reads: both, transaction: 'one' },
  '1.0-beta.2-neon-http': { selects: 'newest', reads: both, transaction: 'none' },
  '1.0-beta.11': { selects: 'stamps', reads: both, transaction: 'one' },
  '1.0-beta.11-neon-http': { selects: 'stamps', reads: both, transaction: 'none' },
  '1.0': { selects: 'names', reads: ['folders'], transaction: 'one' },
  '1.0-neon-http': { selects: 'names', reads: ['folders'], transaction: 'none' },
}

/** The flavour that a folder is made for, where nobody says which drizzle-orm reads it. */
export const flavourOfLayout = (layout: Layout): FlavourName => (layout === 'journal' ? '0.x' : '1.0')

/** `1.0.0-beta.14-56703c9` → beta, 14; an ending that is not known is taken for a release. */
const VERSION = /^(\d+)\.\d+\.\d+(?:-(beta|rc)\.(\d+))?/

/**
 * The flavour of a version of drizzle-orm; null for what is no version. neon-http runs what is pending in one
 * transaction since 1.0.0-rc.5.
 */
export function flavourOf(version: string, neonHttp: boolean): FlavourName | null {
  const [, major, stage, number] = VERSION.exec(version) ?? []
  if (major === undefined) return null
  const n = Number(number)
  const rule = ruleOf(Number(major), stage, n)
  const oneTransaction = rule === '1.0' && (stage === undefined || (stage === 'rc' && n >= 5))
  return neonHttp && !oneTransaction ? `${rule}-neon-http` : rule
}

function ruleOf(major: number, stage: string | undefined, n: number): '0.x' | '1.0-beta.2' | '1.0-beta.11' | '1.0' {
  if (major === 0) return '0.x'
  if (stage !== 'beta' || n >= 21) return '1.0'
  if (n >= 11) return '1.0-beta.11'
  return n >= 2 ? '1.0-beta.2' : '0.x'
}
