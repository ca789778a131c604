import { mkdir, writeFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { isSheetFormat, SHEET_FILES, SHEET_FORMATS, sheetText } from '../../../functions/views/formats/formats.ts'
import type { Sheet } from '../../../functions/views/formats/sheet.ts'
import { UserError } from '../../errors.ts'
import { choice } from './options.ts'
import { print, printJson } from './terminal.ts'
import { VERSION } from './version.ts'

export type OutputFormat = 'text' | 'json' | (typeof SHEET_FORMATS)[number]

/** How a result is written that people, programs and reviewers read. */
export const outputArgs = {
  format: choice<OutputFormat>(['text', 'json', ...SHEET_FORMATS], 'How to write the result'),
  report: {
    type: 'string',
    valueHint: 'dir',
    description: 'Also write it into this folder, in every format: COMMAND.json, .sarif, .md, .junit.xml, .gitlab.json',
  },
} as const

/** What those options came to. */
export interface OutputArgs {
  format: OutputFormat
  report?: string | undefined
}

/** A result in every form that it can be written in. */
export interface Output {
  sheet: Sheet
  /** The migrations folder, for places in files; null where none was read. */
  dir: string | null
  /** What programs read. */
  json: unknown
  text: () => string
}

/** Writes a result to standard output, and to the folder of --report. @throws UserError where that cannot be written */
export async function putOut({ format, report }: OutputArgs, { sheet, dir, json, text }: Output): Promise<void> {
  const options = { ...(dir === null ? {} : { folder: fromHere(dir) }), version: VERSION }
  if (report !== undefined) await fileAway(report, sheet, options, json)
  if (format === 'json') return printJson(json)
  if (format === 'text') return print(text())
  process.stdout.write(sheetText(sheet, format, options))
}

async function fileAway(folder: string, sheet: Sheet, options: { folder?: string; version: string }, json: unknown) {
  const texts = Object.entries(SHEET_FILES).flatMap(([format, end]) =>
    isSheetFormat(format) ? [[end, sheetText(sheet, format, options)] as const] : [],
  )
  try {
    await mkdir(folder, { recursive: true })
    for (const [end, text] of [...texts, ['.json', `${JSON.stringify(json, null, 2)}\n`] as const])
      await writeFile(join(folder, `${sheet.tool}${end}`), text)
  } catch (error) {
    throw new UserError(
      `the report could not be written: ${error instanceof Error ? error.message : String(error)}`,
      '--report a folder that can be written',
    )
  }
}

/** A folder as seen from the current one, with slashes: as code scanning wants paths. */
const fromHere = (folder: string) => relative(process.cwd(), folder).split(sep).join('/')
