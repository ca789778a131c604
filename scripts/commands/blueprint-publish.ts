import { publishBlueprint } from '../client.ts'
import { command, PLUMBLINE } from './support/command.ts'
import {
  blueprintArgs,
  journalArgs,
  platformArgs,
  replayArgs,
  targetArgs,
  targetName,
  tokenArgs,
  workerArgs,
  workerUrl,
} from './support/options.ts'
import { withSpinner } from './support/progress.ts'
import { blueprintFrom } from './support/source.ts'
import { isClean, summaryText } from './support/summary.ts'
import { print, textOptions } from './support/terminal.ts'
import { tokenFrom } from './support/token.ts'

/** `plumbline blueprint publish`: from then on, the Worker compares the target with this blueprint. */
export const blueprintPublish = command({
  invocation: `${PLUMBLINE} blueprint publish`,
  description: 'Sends a blueprint to the Worker, which compares the target with it from then on',
  examples: [
    '--target demo --migrations ./drizzle',
    '--target shop --url https://plumbline.example.workers.dev --blueprint .plumbline/blueprint.json',
  ],
  args: {
    ...targetArgs,
    ...workerArgs,
    ...tokenArgs,
    ...blueprintArgs,
    ...replayArgs,
    ...platformArgs,
    ...journalArgs,
  },
  async run(args) {
    const target = targetName(args.target)
    const worker = { url: workerUrl(args.url), token: tokenFrom(args['token-file']) }
    const { blueprint } = await blueprintFrom(args, async () => args.platform)
    const published = await withSpinner('publishing', () => publishBlueprint(worker, target, blueprint))
    const known = published.new ? 'published for' : 'was published before, and is the newest again for'
    print(summaryText(blueprint, [`${known} ${target} at ${worker.url}`], textOptions()))
    return isClean(blueprint) ? 0 : 1
  },
})
