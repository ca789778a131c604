import { z } from 'zod'
import { CATALOG_VERSION } from '../../../functions/collect/catalog.ts'
import { Blueprint, BLUEPRINT_FORMAT } from '../../../functions/model/blueprint.ts'
import { PLUMBLINE } from '../../../functions/model/commands.ts'
import { hashContent } from '../../../functions/model/parts.ts'
import { UserError } from '../../errors.ts'
import { readJson, writeJson } from './json-file.ts'

/** Where a blueprint is written unless something else is said, from the current folder. */
export const BLUEPRINT_FILE = '.plumbline/blueprint.json'

const BUILD = `${PLUMBLINE} blueprint build --migrations ./drizzle`

/** Writes a blueprint as one JSON file. @throws UserError where that cannot be */
export const writeBlueprint = (file: string, blueprint: Blueprint): Promise<void> =>
  writeJson('blueprint', file, blueprint)

/**
 * Reads a blueprint and sees that it is whole.
 * @throws UserError where there is none, it is of another format, or its hash is not that of its content
 */
export async function readBlueprint(file: string): Promise<Blueprint> {
  const value = await readJson('blueprint', file, BUILD)
  refuseOtherVersion(file, value)
  const parsed = Blueprint.safeParse(value)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new UserError(`${file} is no blueprint: ${issue?.path.join('.') || 'the top'}: ${issue?.message}`, BUILD)
  }
  if ((await hashContent(parsed.data.content)) === parsed.data.hash) return parsed.data
  throw new UserError(`${file} was changed after it was built: its hash is not that of its content`, BUILD)
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
