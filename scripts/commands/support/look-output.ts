import type { Look } from '../../../functions/model/run.ts'
import { targetJson } from '../../../functions/views/json.ts'
import { reportOfLook } from '../../../functions/views/report.ts'
import { lookSheet } from '../../../functions/views/sheets/look.ts'
import { targetText } from '../../../functions/views/text.ts'
import { outputArgs, putOut, type OutputArgs, type OutputFormat } from './output.ts'
import { textOptions } from './terminal.ts'

export type LookFormat = OutputFormat

/** How the result of a look is written. */
export const lookFormatArgs = outputArgs

interface Looked {
  target: string
  environment: string
  /** Of the migrations, for the places that findings have in files; null: none was read. */
  folder: string | null
  /** The command; `verify` unless something else is said. */
  tool?: string
  /** For people; the report unless something else is said. */
  text?: () => string
}

/** Writes a look to standard output. */
export async function printLook(
  look: Look,
  args: OutputArgs,
  { target, environment, folder, tool = 'verify', text }: Looked,
): Promise<void> {
  const options = textOptions()
  const report = reportOfLook(look, { target, environment, now: options.now })
  await putOut(args, {
    sheet: lookSheet(look, { target, environment, tool }),
    dir: folder,
    json: targetJson(report, options.now),
    text: text ?? (() => targetText(report, options)),
  })
}
