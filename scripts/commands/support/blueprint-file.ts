import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { CATALOG_VERSION } from '../../../functions/collect/catalog.ts'
import { Blueprint, BLUEPRINT_FORMAT } from '../../../functions/model/blueprint.ts'
import { hashContent } from '../../../functions/model/parts.ts'
import { UserError } from '../../errors.ts'

/** Where a blueprint is written unless something else is said, from the current folder. */
export const BLUEPRINT_FILE = '.plumbline/blueprint.json'

const BUILD = 'npm run -s plumbline -- blueprint build --migrations DIR'

/** Writes a blueprint as one JSON file; under another name first, so that nobody reads half of it. */
export async function writeBlueprint(file: string, blueprint: Blueprint): Promise<void> {
  const half = `${file}.${process.pid}`
  try {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(half, JSON.stringify(blueprint))
    await rename(half, file)
  } catch (error) {
    throw new UserError(`the blueprint cannot be written to ${file}: ${said(error)}`, '--out FILE')
  }
}

/**
 * Reads a blueprint and sees that it is whole.
 * @throws UserError where there is none, it is of another format, or its hash is not that of its content
 */
export async function readBlueprint(file: string): Promise<Blueprint> {
  const value = jsonOf(file, await textOf(file))
  refuseOtherVersion(file, value)
  const parsed = Blueprint.safeParse(value)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new UserError(`${file} is no blueprint: ${issue?.path.join('.') || 'the top'}: ${issue?.message}`, BUILD)
  }
  if ((await hashContent(parsed.data.content)) === parsed.data.hash) return parsed.data
  throw new UserError(`${file} was changed after it was built: its hash is not that of its content`, BUILD)
}

const said = (error: unknown) => (error instanceof Error ? error.message : String(error))

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new UserError(`the blueprint ${file} cannot be read: ${said(error)}`, BUILD)
  }
}

function jsonOf(file: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new UserError(`${file} is no blueprint: ${said(error)}`, BUILD)
  }
}

const Versions = z.object({ content: z.object({ format: z.number(), catalog: z.number() }) })

/** Said before its shape is looked at: another version has another shape. */
function refuseOtherVersion(file: string, value: unknown): void {
  const versions = Versions.safeParse(value).data?.content
  if (!versions || (versions.format === BLUEPRINT_FORMAT && versions.catalog === CATALOG_VERSION)) return
  throw new UserError(
    `${file} has format ${versions.format}, catalog ${versions.catalog}; this plumbline reads format ${BLUEPRINT_FORMAT}, catalog ${CATALOG_VERSION}`,
    BUILD,
  )
}
