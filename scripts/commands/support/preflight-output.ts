import { relative, sep } from 'node:path'
import type { Preflight } from '../../../functions/model/preflight.ts'
import { preflightGithub } from '../../../functions/views/preflight/github.ts'
import { preflightSarif } from '../../../functions/views/preflight/sarif.ts'
import { preflightText } from '../../../functions/views/preflight/text.ts'
import type { LookFormat } from './look-output.ts'
import { print, printJson, textOptions } from './terminal.ts'
import { VERSION } from './version.ts'

/** Writes a preflight to standard output. `dir`: the migrations folder, for places in files. */
export function printPreflight(told: Preflight, format: LookFormat, dir: string): void {
  const folder = relative(process.cwd(), dir).split(sep).join('/')
  if (format === 'sarif') return printJson(preflightSarif(told, { folder, version: VERSION }))
  if (format === 'github') return void process.stdout.write(preflightGithub(told, { folder }))
  if (format === 'json') return printJson(told)
  print(preflightText(told, textOptions()))
}
