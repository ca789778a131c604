import { incidentsText } from '../../functions/views/text/incidents.ts'
import { incidentFromJson, incidentsOf } from '../client/incidents.ts'
import { command, PLUMBLINE } from './support/command.ts'
import { choice, targetName, tokenArgs, workerArgs, workerUrl } from './support/options.ts'
import { reportFormatArgs } from './support/report-output.ts'
import { printAs, textOptions } from './support/terminal.ts'
import { tokenIfAny } from './support/token.ts'

/** `plumbline incidents`: what people must act on. */
export const incidents = command({
  invocation: `${PLUMBLINE} incidents`,
  description: 'Lists the incidents of a target, or of all: what people must act on, since when, and who has it',
  examples: ['', '--target demo --state all', '--format json'],
  args: {
    target: { type: 'string', valueHint: 'name', description: 'One target; otherwise all, and the monitor itself' },
    state: choice(['open', 'resolved', 'all'], 'Which'),
    ...workerArgs,
    ...tokenArgs,
    ...reportFormatArgs,
  },
  async run(args) {
    const worker = { url: workerUrl(args.url), token: tokenIfAny(args['token-file']) }
    const target = args.target === undefined ? undefined : targetName(args.target)
    const found = await incidentsOf(worker, target, args.state)
    printAs(args.format, found, ({ incidents: all }) =>
      incidentsText(all.map(incidentFromJson), textOptions(worker.url)),
    )
    return 0
  },
})
