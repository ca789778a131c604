import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { UserError } from '../errors.ts'

const CONFIGS = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs', 'json'].map((end) => `drizzle.config.${end}`)

const Package = z.looseObject({
  version: z.string(),
  bin: z.union([z.string(), z.record(z.string(), z.string())]),
})

/** A project's own drizzle-kit. */
export interface Kit {
  /** The file that Node runs. */
  bin: string
  version: string
  /** The folder of the project: where its configuration is. */
  folder: string
}

/**
 * The drizzle-kit of the project that a folder belongs to.
 * @param configured the caller names the configuration: none is looked for
 * @throws UserError where there is no configuration, or no drizzle-kit beside or above it
 */
export async function findKit(from: string, configured: boolean): Promise<Kit> {
  const folder = configured ? from : upwards(from).find((dir) => CONFIGS.some((name) => existsSync(join(dir, name))))
  if (folder === undefined)
    throw new UserError(
      `there is no drizzle.config.ts in ${from} or above it`,
      'run it in the project’s folder, or name the file: --config path/to/drizzle.config.ts',
    )
  const home = upwards(folder)
    .map((dir) => join(dir, 'node_modules/drizzle-kit'))
    .find((dir) => existsSync(join(dir, 'package.json')))
  if (home === undefined)
    throw new UserError(`drizzle-kit is not installed in ${folder} or above it`, 'npm install --save-dev drizzle-kit')
  const { version, bin } = Package.parse(JSON.parse(await readFile(join(home, 'package.json'), 'utf8')))
  const file = typeof bin === 'string' ? bin : bin['drizzle-kit']
  if (file === undefined)
    throw new UserError(`${home} has no command drizzle-kit`, 'npm install --save-dev drizzle-kit')
  return { bin: join(home, file), version, folder }
}

function upwards(dir: string): string[] {
  const above = dirname(dir)
  return above === dir ? [dir] : [dir, ...upwards(above)]
}
