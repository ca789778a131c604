import { deployText, deploysText } from '../../functions/views/text/deploys.ts'
import { deployFromJson, deployOf, deploysOf, titlesIn } from '../client/deploys.ts'
import { command, PLUMBLINE } from './support/command.ts'
import { targetArgs, targetName, tokenArgs, workerArgs, workerUrl } from './support/options.ts'
import { reportFormatArgs } from './support/report-output.ts'
import { printAs, textOptions } from './support/terminal.ts'
import { tokenIfAny } from './support/token.ts'

/** `plumbline deploys`: what the Worker was told of deploys, and what it found. */
export const deploys = command({
  invocation: `${PLUMBLINE} deploys`,
  description: 'Lists the deploys of a target with their verdicts, and what came to its hooks; or shows one',
  examples: ['--target demo', '--target shop --id 0123456789abcdef0123456789abcdef01234567-1 --format json'],
  args: {
    ...targetArgs,
    id: { type: 'string', valueHint: 'deploy', description: 'One deploy, with all that was done' },
    ...workerArgs,
    ...tokenArgs,
    ...reportFormatArgs,
  },
  async run(args) {
    const target = targetName(args.target)
    const worker = { url: workerUrl(args.url), token: tokenIfAny(args['token-file']) }
    const options = textOptions(worker.url)
    if (args.id !== undefined) {
      const deploy = await deployOf(worker, target, args.id)
      printAs(args.format, deploy, (json) => deployText(deployFromJson(json), titlesIn(json), options))
      return 0
    }
    const all = await deploysOf(worker, target)
    printAs(args.format, all, ({ deploys: list, deliveries, refusals }) =>
      deploysText(
        {
          target,
          deploys: list.map(deployFromJson),
          deliveries: deliveries.map((one) => ({ ...one, at: Date.parse(one.at) })),
          refusals: refusals.map((one) => ({ ...one, lastAt: Date.parse(one.lastAt) })),
        },
        options,
      ),
    )
    return 0
  },
})
