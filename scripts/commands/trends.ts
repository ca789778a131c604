import { exitCode } from '../../functions/views/exit-code.ts'
import { trendsStatus, trendsText } from '../../functions/views/trends.ts'
import { trendsOfTarget } from '../client/trends.ts'
import { UserError } from '../errors.ts'
import { command, PLUMBLINE } from './support/command.ts'
import { targetArgs, targetName, tokenArgs, workerArgs, workerUrl } from './support/options.ts'
import { reportFormatArgs } from './support/report-output.ts'
import { printAs, textOptions } from './support/terminal.ts'
import { tokenIfAny } from './support/token.ts'

/** Readings are kept for so many days. */
const MOST = 400
/** Further ahead nobody plans. days */
const FARTHEST = 3650

/** `plumbline trends`: when what comes to its end; the target is not asked. */
export const trends = command({
  invocation: `${PLUMBLINE} trends`,
  description:
    'Tells when a sequence, the disk or the transaction ids of a target come to their end, and how tables grow: exit code 0 nothing ends soon, 1 it may, 2 it does, 3 not known',
  examples: ['--target shop', '--target shop --within 90 --format json'],
  args: {
    ...targetArgs,
    days: { type: 'string', valueHint: 'days', description: 'How many days of readings are looked at', default: '40' },
    within: { type: 'string', valueHint: 'days', description: 'What is soon, for the exit code', default: '30' },
    ...workerArgs,
    ...tokenArgs,
    ...reportFormatArgs,
  },
  async run(args) {
    const target = targetName(args.target)
    const [days, within] = [daysOf('--days', args.days, 2, MOST), daysOf('--within', args.within, 1, FARTHEST)]
    const worker = { url: workerUrl(args.url), token: tokenIfAny(args['token-file']) }
    const found = await trendsOfTarget(worker, target, days)
    printAs(args.format, found, (view) => trendsText(view, textOptions(worker.url)))
    return exitCode({ status: trendsStatus(found, within) })
  },
})

/** @throws UserError for what is no number of days in between */
function daysOf(option: string, text: string, least: number, most: number): number {
  const days = Number(text)
  if (/^\d+$/.test(text) && days >= least && days <= most) return days
  throw new UserError(`${option} ${text} is not a number of days from ${least} to ${most}`, `${option} 30`)
}
