import type { Preflight } from '../../../functions/model/preflight.ts'
import { preflightText } from '../../../functions/views/preflight/text.ts'
import { preflightSheet } from '../../../functions/views/sheets/preflight.ts'
import { putOut, type OutputArgs } from './output.ts'
import { textOptions } from './terminal.ts'

/** Writes a preflight to standard output. `dir`: the migrations folder, for places in files. */
export const printPreflight = (told: Preflight, args: OutputArgs, dir: string): Promise<void> =>
  putOut(args, {
    sheet: preflightSheet(told),
    dir,
    json: told,
    text: () => preflightText(told, textOptions()),
  })
