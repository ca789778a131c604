import { relative, sep } from 'node:path'
import type { Look } from '../../../functions/model/run.ts'
import { githubText } from '../../../functions/views/github.ts'
import { targetJson } from '../../../functions/views/json.ts'
import { reportOfLook } from '../../../functions/views/report.ts'
import { sarif } from '../../../functions/views/sarif.ts'
import { targetText } from '../../../functions/views/text.ts'
import { choice } from './options.ts'
import { print, printJson, textOptions } from './terminal.ts'
import { VERSION } from './version.ts'

export type LookFormat = 'text' | 'json' | 'sarif' | 'github'

/** How the result of a look is written. */
export const lookFormatArgs = {
  format: choice<LookFormat>(['text', 'json', 'sarif', 'github'], 'How to write the result'),
}

/** Writes a look to standard output. `folder`: of the migrations, for the places that findings have in files. */
export function printLook(
  look: Look,
  format: LookFormat,
  { target, environment, folder }: { target: string; environment: string; folder: string | null },
): void {
  const options = textOptions()
  const place = folder === null ? {} : { folder: fromRoot(folder) }
  if (format === 'sarif') return printJson(sarif(look, { ...place, version: VERSION }))
  if (format === 'github') return void process.stdout.write(githubText(look, place))
  const report = reportOfLook(look, { target, environment, now: options.now })
  if (format === 'json') return printJson(targetJson(report, options.now))
  print(targetText(report, options))
}

/** A folder as seen from the current one, with slashes: as code scanning wants paths. */
const fromRoot = (folder: string) => relative(process.cwd(), folder).split(sep).join('/')
