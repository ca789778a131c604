import type { Blueprint } from '../../functions/model/blueprint.ts'
import { table } from '../../functions/views/text/table.ts'
import { command, PLUMBLINE } from './support/command.ts'
import { factsText, indented } from './support/facts-text.ts'
import { factsAt, historyOf, type Step } from './support/history.ts'
import { blueprintArgs, journalArgs, platformArgs, replayArgs } from './support/options.ts'
import { reportFormatArgs } from './support/report-output.ts'
import { blueprintFrom } from './support/source.ts'
import { summaryText } from './support/summary.ts'
import { printAs, textOptions } from './support/terminal.ts'

/** `plumbline blueprint show`: what is in a blueprint. */
export const blueprintShow = command({
  invocation: `${PLUMBLINE} blueprint show`,
  description: 'Shows what each migration adds, changes and removes, the facts at one point, or the history of a fact',
  examples: [
    '--blueprint .plumbline/blueprint.json',
    '--migrations ./drizzle --at 0003_links',
    '--fact column:public.files.workspace_id',
  ],
  args: {
    ...blueprintArgs,
    ...replayArgs,
    ...platformArgs,
    ...journalArgs,
    at: { type: 'string', valueHint: 'tag', description: 'List the facts that hold after this migration' },
    fact: { type: 'string', valueHint: 'key', description: 'Show every value that this fact ever had' },
    ...reportFormatArgs,
  },
  async run(args) {
    const { blueprint } = await blueprintFrom(args, async () => args.platform)
    const { fact, at } = args
    if (fact !== undefined) printAs(args.format, historyOf(blueprint, fact), (steps) => historyText(fact, steps))
    else if (at !== undefined) printAs(args.format, factsAt(blueprint, at), factsText)
    else printAs(args.format, overview(blueprint), () => overviewText(blueprint))
    return 0
  },
})

const historyText = (fact: string, history: readonly Step[]) =>
  [
    fact,
    ...history.flatMap(({ migration, value }) => [`  ${migration}`, value === null ? '    removed' : indented(value)]),
  ].join('\n')

const overview = ({ hash, tag, replayedBy, content }: Blueprint) => {
  const { layout, platform, journal, migrations, faults, stubs, folder, snapshots } = content
  return { hash, tag, replayedBy, layout, platform, journal, migrations, faults, stubs, folder, snapshots }
}

function overviewText(blueprint: Blueprint): string {
  const { migrations } = blueprint.content
  const counts = ['STATEMENTS', 'ADDS', 'CHANGES', 'REMOVES'].map((heading) => ({ heading, right: true }))
  const rows = migrations.map(({ tag, when, statements, adds, changes, removes }) => [
    { text: tag },
    { text: new Date(when).toISOString().slice(0, 16) },
    ...[statements, adds, changes, removes].map((count) => ({ text: count === 0 ? '·' : String(count) })),
  ])
  const lines = table([{ heading: 'MIGRATION' }, { heading: 'WHEN' }, ...counts], rows)
  return `${lines.join('\n')}\n\n${summaryText(blueprint, [], textOptions())}`
}
