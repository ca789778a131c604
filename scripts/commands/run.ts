import { exitCode } from '../../functions/views/exit-code.ts'
import { runNow } from '../client.ts'
import { command, PLUMBLINE } from './support/command.ts'
import { targetArgs, targetName, tokenArgs, workerArgs, workerUrl } from './support/options.ts'
import { withSpinner } from './support/progress.ts'
import { printReport, targetFormatArgs } from './support/report-output.ts'
import { tokenFrom } from './support/token.ts'

/** `plumbline run`: has the Worker look at a target now. */
export const run = command({
  invocation: `${PLUMBLINE} run`,
  description: 'Has the Worker look at a target now: exit code 0 clean, 1 warnings, 2 findings, 3 unknown',
  examples: ['--target demo', '--target shop --url https://plumbline.example.workers.dev --format json'],
  args: { ...targetArgs, ...workerArgs, ...tokenArgs, ...targetFormatArgs },
  async run(args) {
    const target = targetName(args.target)
    const worker = { url: workerUrl(args.url), token: tokenFrom(args['token-file']) }
    const report = await withSpinner(`${worker.url} looks at ${target}`, () => runNow(worker, target))
    await printReport(report, args, worker.url)
    return exitCode(report)
  },
})
