import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { UserError } from '../../errors.ts'

const said = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** Writes a value as one JSON file; under another name first, so that nobody reads half of it. @throws UserError */
export async function writeJson(what: string, file: string, value: unknown): Promise<void> {
  const half = `${file}.${process.pid}`
  try {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(half, JSON.stringify(value))
    await rename(half, file)
  } catch (error) {
    throw new UserError(`the ${what} cannot be written to ${file}: ${said(error)}`, '--out FILE')
  }
}

/** The JSON of a file. @throws UserError where there is none, with the command that writes one */
export async function readJson(what: string, file: string, mend: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new UserError(`the ${what} ${file} cannot be read: ${said(error)}`, mend)
  })
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new UserError(`${file} is no ${what}: ${said(error)}`, mend)
  }
}
