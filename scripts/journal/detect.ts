import { readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import { flavourOf, flavourOfLayout, FlavourName, type Layout } from '../../functions/model/flavour.ts'

/** A flavour, and how it is known. */
export interface Detected {
  flavour: FlavourName
  why: string
}

const Package = z.object({ version: z.string() })
const Dependencies = z.object({
  dependencies: z.record(z.string(), z.string()).optional(),
  devDependencies: z.record(z.string(), z.string()).optional(),
})
const Lock = z.object({ packages: z.record(z.string(), z.object({ version: z.string().optional() })) })

/**
 * The flavour of the drizzle-orm that a project uses: as installed, else as its lock or package.json says, from the
 * folder upwards; else the one that the layout was made for. Whether its driver is neon-http cannot be seen from there.
 */
export async function detectFlavour(dir: string, layout: Layout): Promise<Detected> {
  const version = await versionFor(resolve(dir))
  const flavour = version === null ? null : flavourOf(version.version, false)
  if (version === null || flavour === null)
    return { flavour: flavourOfLayout(layout), why: 'by the layout of the folder' }
  return { flavour, why: `drizzle-orm ${version.version} in ${version.file}` }
}

interface Version {
  version: string
  file: string
}

/** The nearest that any of these files names, from a folder up to the root. */
async function versionFor(dir: string): Promise<Version | null> {
  const found = (await installed(dir)) ?? (await locked(dir)) ?? (await wanted(dir))
  if (found) return found
  const above = dirname(dir)
  return above === dir ? null : versionFor(above)
}

async function installed(dir: string): Promise<Version | null> {
  const file = join(dir, 'node_modules/drizzle-orm/package.json')
  const version = Package.safeParse(await jsonOf(file)).data?.version
  return version === undefined ? null : { version, file }
}

async function locked(dir: string): Promise<Version | null> {
  const file = join(dir, 'package-lock.json')
  const version = Lock.safeParse(await jsonOf(file)).data?.packages['node_modules/drizzle-orm']?.version
  return version === undefined ? null : { version, file }
}

async function wanted(dir: string): Promise<Version | null> {
  const file = join(dir, 'package.json')
  const { dependencies, devDependencies } = Dependencies.safeParse(await jsonOf(file)).data ?? {}
  const range = dependencies?.['drizzle-orm'] ?? devDependencies?.['drizzle-orm']
  const version = /\d+\.\d+\.\d+(?:-[\w.-]+)?/.exec(range ?? '')?.[0]
  return version === undefined ? null : { version, file }
}

async function jsonOf(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch {
    return null
  }
}
