import { UserError } from '../../errors.ts'
import type { Passage } from '../../migrate/gate.ts'
import { runJson, type CameOf, type Known, type RunAbout } from '../../migrate/json.ts'
import { passageText } from '../../migrate/text.ts'
import type { ReportFormat } from './report-output.ts'
import { print, printJson, textOptions } from './terminal.ts'

/** Writes text for people: to standard output, or to standard error where that holds one JSON document. */
export type Say = (text: string) => void

export const sayIn =
  (format: ReportFormat): Say =>
  (text) =>
    print(text, format === 'json' ? process.stderr : process.stdout)

/** What is said of a run while it is under way, and what is noted of it for its document. */
export interface Account {
  say: Say
  known: Known
}

/**
 * Makes a run, and with --format json writes its document, also where it is refused: one for everything after the options were read.
 * @returns the exit code
 */
export async function withAccount(
  format: ReportFormat,
  about: RunAbout,
  work: (account: Account) => Promise<CameOf>,
): Promise<number> {
  const known: Known = { passages: [], prepared: null, losses: null }
  try {
    const came = await work({ say: sayIn(format), known })
    if (format === 'json') printJson(runJson(about, known, came))
    return came.code
  } catch (error) {
    if (format === 'json' && error instanceof UserError) printJson(runJson(about, known, error))
    throw error
  }
}

/** Says and notes what a gate said. */
export const tellingPassage =
  ({ say, known }: Account) =>
  (passage: Passage): void => {
    known.passages.push(passage)
    say(passageText(passage, textOptions()))
  }
