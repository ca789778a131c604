import { z } from 'zod'
import { askWorker } from '../client.ts'
import { command, PLUMBLINE } from './support/command.ts'
import { workerArgs, workerUrl } from './support/options.ts'
import { reportFormatArgs } from './support/report-output.ts'
import { printAs } from './support/terminal.ts'

/** What GET /healthz answers. */
const Health = z.object({
  status: z.enum(['pass', 'warn', 'fail']),
  deadRuns: z.number(),
  deadMessages: z.number(),
  crons: z.array(z.looseObject({ suite: z.string(), cron: z.string(), missedSince: z.string().nullable() })),
})

/** `plumbline health`: whether the Worker itself is well. */
export const health = command({
  invocation: `${PLUMBLINE} health`,
  description:
    'Asks the Worker how it is doing: exit code 0 it is well, 1 a cron was missed, or runs or messages were given up, 3 it does not answer',
  examples: ['', '--url https://plumbline.example.workers.dev'],
  args: { ...workerArgs, ...reportFormatArgs },
  async run(args) {
    const url = workerUrl(args.url)
    const told = await askWorker({ url, path: '/healthz', answers: [503] }, Health)
    printAs(args.format, told, ({ status, crons, deadRuns, deadMessages }) =>
      [
        `${url} answers: ${status}`,
        ...crons.map(
          ({ suite, cron, missedSince }) =>
            `  ${suite.padEnd(7)} ${cron.padEnd(14)} ${missedSince === null ? 'came' : `MISSED since ${missedSince}`}`,
        ),
        ...(deadRuns === 0 ? [] : [`  runs that broke at every try within a day: ${deadRuns} (GET /outbox)`]),
        ...(deadMessages === 0 ? [] : [`  messages that could not be sent: ${deadMessages} (GET /outbox)`]),
      ].join('\n'),
    )
    return told.status === 'pass' ? 0 : 1
  },
})
