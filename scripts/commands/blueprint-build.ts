import { BLUEPRINT_FILE, writeBlueprint } from './support/blueprint-file.ts'
import { command, PLUMBLINE } from './support/command.ts'
import { journalArgs, platformArgs, replayArgs } from './support/options.ts'
import { took } from './support/progress.ts'
import { blueprintFrom } from './support/source.ts'
import { isClean, summaryText } from './support/summary.ts'
import { print, textOptions } from './support/terminal.ts'

/** `plumbline blueprint build`: replays the migrations and writes what they say the database should be. */
export const blueprintBuild = command({
  invocation: `${PLUMBLINE} blueprint build`,
  description: 'Replays migrations into a blueprint: exit code 0 built clean, 1 built with faults told, 2 not built',
  examples: [
    '--migrations ./drizzle',
    '--migrations ./drizzle --shadow-url postgresql://… --platform none --out /tmp/blueprint.json',
  ],
  args: {
    ...replayArgs,
    ...platformArgs,
    ...journalArgs,
    out: { type: 'string', valueHint: 'file', description: 'Where to write it', default: BLUEPRINT_FILE },
  },
  async run(args) {
    const started = performance.now()
    const { blueprint } = await blueprintFrom(args, async () => args.platform)
    await writeBlueprint(args.out, blueprint)
    print(summaryText(blueprint, [`written to ${args.out} in ${took(started)}`], textOptions()))
    return isClean(blueprint) ? 0 : 1
  },
})
