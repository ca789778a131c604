import { githubText } from './github.ts'
import { gitlab } from './gitlab.ts'
import { junit } from './junit.ts'
import { markdown } from './markdown.ts'
import { sarif } from './sarif.ts'
import type { Sheet, SheetOptions } from './sheet.ts'

/** The formats that code scanning, continuous integration and reviewers read. */
export const SHEET_FORMATS = ['sarif', 'github', 'gitlab', 'junit', 'markdown'] as const
export type SheetFormat = (typeof SHEET_FORMATS)[number]

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`

const WRITERS: Record<SheetFormat, (sheet: Sheet, options: SheetOptions) => string> = {
  sarif: (sheet, options) => json(sarif(sheet, options)),
  github: githubText,
  gitlab: (sheet, options) => json(gitlab(sheet, options)),
  junit,
  markdown,
}

/** What the file of a format is called, behind the name of the command. */
export const SHEET_FILES: Record<Exclude<SheetFormat, 'github'>, string> = {
  sarif: '.sarif',
  gitlab: '.gitlab.json',
  junit: '.junit.xml',
  markdown: '.md',
}

/** A sheet in a format, with a line break at its end unless there is nothing to say. */
export const sheetText = (sheet: Sheet, format: SheetFormat, options: SheetOptions = {}): string =>
  WRITERS[format](sheet, options)

/** Whether a format is one of a sheet's. */
export const isSheetFormat = (format: string): format is SheetFormat => SHEET_FORMATS.some((name) => name === format)
