import { testChannel } from '../client/channels.ts'
import { command, PLUMBLINE } from './support/command.ts'
import { tokenArgs, workerArgs, workerUrl } from './support/options.ts'
import { reportFormatArgs } from './support/report-output.ts'
import { printAs } from './support/terminal.ts'
import { tokenFrom } from './support/token.ts'

/** `plumbline channel test`: whether people can be told through a channel. */
export const channelTest = command({
  invocation: `${PLUMBLINE} channel test`,
  description: 'Has the Worker send a test message through a channel, and tells what the channel said',
  examples: ['primary', 'escalation --url https://plumbline.example.workers.dev'],
  args: {
    name: {
      type: 'positional',
      valueHint: 'name',
      description: 'Name of the channel in wrangler.toml',
      required: true,
    },
    ...workerArgs,
    ...tokenArgs,
    ...reportFormatArgs,
  },
  async run(args) {
    const worker = { url: workerUrl(args.url), token: tokenFrom(args['token-file']) }
    const told = await testChannel(worker, args.name)
    printAs(args.format, told, ({ channel, type, reply, ms }) =>
      [`${channel} (${type}) took the message in ${ms} ms`, ...(reply === null ? [] : [`  it calls it ${reply}`])].join(
        '\n',
      ),
    )
    return 0
  },
})
