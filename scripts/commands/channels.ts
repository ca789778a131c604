import { channelsText } from '../../functions/views/channels.ts'
import { channelsOf } from '../client/channels.ts'
import { command, PLUMBLINE } from './support/command.ts'
import { tokenArgs, workerArgs, workerUrl } from './support/options.ts'
import { reportFormatArgs } from './support/report-output.ts'
import { printAs, textOptions } from './support/terminal.ts'
import { tokenIfAny } from './support/token.ts'

/** `plumbline channels`: the ways to people, and whether they work. */
export const channels = command({
  invocation: `${PLUMBLINE} channels`,
  description:
    'Lists the channels of the Worker: exit code 0 all are well, 1 messages were given up or no channel is there, 2 settings do not hold',
  examples: ['', '--url https://plumbline.example.workers.dev --format json'],
  args: { ...workerArgs, ...tokenArgs, ...reportFormatArgs },
  async run(args) {
    const worker = { url: workerUrl(args.url), token: tokenIfAny(args['token-file']) }
    const found = await channelsOf(worker)
    printAs(args.format, found, (json) => channelsText(json, textOptions(worker.url)))
    if (found.channels.some(({ fault }) => fault !== null)) return 2
    return found.channels.length === 0 || found.channels.some(({ dead }) => dead > 0) ? 1 : 0
  },
})
