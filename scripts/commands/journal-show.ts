import { journalView } from '../../functions/journal/view.ts'
import { journalJson } from '../../functions/views/json/journal.ts'
import { journalStatus, journalText } from '../../functions/views/text/journal.ts'
import { command, PLUMBLINE } from './support/command.ts'
import { folderOf, journalCommandArgs, liveJournal } from './support/journal.ts'
import { withSpinner } from './support/progress.ts'
import { reportFormatArgs } from './support/report-output.ts'
import { nameOf } from './support/target.ts'
import { print, printJson, textOptions } from './support/terminal.ts'

const EXIT = { pass: 0, warn: 1, fail: 2, unknown: 3 } as const

/** `plumbline journal show`: the journal table as Drizzle sees it. */
export const journalShow = command({
  invocation: `${PLUMBLINE} journal show`,
  description:
    'Says what Drizzle will do with each migration: exit code 0 well, 1 stray rows, 2 skipped, again or failing',
  examples: ['--database-url postgresql://… --migrations ./drizzle', '--flavour 0.x-neon-http --format json'],
  args: { ...journalCommandArgs, ...reportFormatArgs },
  async run(args) {
    const { folder, entries, detected } = await folderOf(args)
    const { rows, table, url } = await withSpinner('reading the journal', () => liveJournal(args))
    const { flavour, why } = detected
    const at = Date.now()
    const view = journalView({ ...nameOf(url), table, at, flavour, layout: folder.layout, entries, rows })
    if (args.format === 'json') printJson({ ...journalJson(view), flavourWhy: why })
    else print(`${journalText(view, textOptions())}\nDrizzle ${flavour}: ${why}\n`)
    return EXIT[journalStatus(view)]
  },
})
