import { exitCode } from '../../functions/views/exit-code.ts'
import { worstOf } from '../../functions/views/worst-first.ts'
import { fleetReports, targetReport } from '../client.ts'
import { command, PLUMBLINE } from './support/command.ts'
import { targetName, tokenArgs, workerArgs, workerUrl } from './support/options.ts'
import { printFleet, printReport, targetFormatArgs } from './support/report-output.ts'
import { tokenIfAny } from './support/token.ts'

/** `plumbline status`: what the Worker saw last, without looking again. */
export const status = command({
  invocation: `${PLUMBLINE} status`,
  description:
    'Says what the Worker saw last: exit code 0 clean, 1 warnings, 2 findings, 3 unknown; of several targets the worst',
  examples: ['', '--target demo', '--url https://plumbline.example.workers.dev --format json'],
  args: {
    target: { type: 'string', valueHint: 'name', description: 'One target; otherwise all, one line each' },
    ...workerArgs,
    ...tokenArgs,
    ...targetFormatArgs,
  },
  async run(args) {
    const worker = { url: workerUrl(args.url), token: tokenIfAny(args['token-file']) }
    if (args.target === undefined) {
      const reports = await fleetReports(worker)
      printFleet(reports, args.format, worker.url)
      // A Worker without targets knows nothing.
      return exitCode({ status: worstOf(reports) ?? 'unknown' })
    }
    const report = await targetReport(worker, targetName(args.target))
    await printReport(report, args, worker.url)
    return exitCode(report)
  },
})
