import { backupsText, backupsStatus, climbText } from '../../functions/views/text/backups.ts'
import { askBackup, backupsOfTarget } from '../client.ts'
import { UserError } from '../errors.ts'
import { backupsFromJson } from '../../functions/views/backups.ts'
import { command, PLUMBLINE } from './support/command.ts'
import { targetArgs, targetName, tokenArgs, workerArgs, workerUrl } from './support/options.ts'
import { withSpinner } from './support/progress.ts'
import { reportFormatArgs } from './support/report-output.ts'
import { printAs, textOptions } from './support/terminal.ts'
import { tokenFrom, tokenIfAny } from './support/token.ts'

const LISTED = { pass: 0, warn: 1, fail: 2, unknown: 3 } as const
const CLIMBED = { go: 0, refuse: 2, unknown: 3 } as const

/** How much longer than the Worker waits we wait for it, ms. */
const TRAVEL = 30_000

/** `plumbline backups`: what backups a target has, or, with --ensure, that it has one now. */
export const backups = command({
  invocation: `${PLUMBLINE} backups`,
  description:
    'Lists a target’s backups with their age and gaps, or sees to it that there is one: exit code 0 yes, 2 no, 3 unknown',
  examples: ['--target demo', '--target shop --ensure --key deploy-42 --reason "before release 42"'],
  args: {
    ...targetArgs,
    ensure: { type: 'boolean', description: 'Have the Worker see to it that a backup exists now' },
    key: {
      type: 'string',
      valueHint: 'key',
      description: 'With --ensure: the same key is the same request (Idempotency-Key; otherwise a new one)',
    },
    reason: { type: 'string', valueHint: 'text', description: 'With --ensure: why' },
    wait: { type: 'string', valueHint: 's', description: 'With --ensure: how long to wait for it, seconds (60)' },
    ...workerArgs,
    ...tokenArgs,
    ...reportFormatArgs,
  },
  async run(args) {
    const target = targetName(args.target)
    const url = workerUrl(args.url)
    if (args.ensure === true) return ensure(args, target, { url, token: tokenFrom(args['token-file']) })
    for (const option of ['key', 'reason', 'wait'] as const)
      if (args[option] !== undefined)
        throw new UserError(`--${option} goes with --ensure`, 'add --ensure, or leave it out')
    const json = await backupsOfTarget({ url, token: tokenIfAny(args['token-file']) }, target)
    const view = backupsFromJson(json)
    printAs(args.format, json, () => backupsText(view, textOptions(url)))
    return LISTED[backupsStatus(view)]
  },
})

interface Wish {
  key?: string | undefined
  reason?: string | undefined
  wait?: string | undefined
  format: 'text' | 'json'
}

async function ensure(args: Wish, target: string, worker: { url: string; token: string }): Promise<number> {
  const wait = args.wait === undefined ? 60 : Number(args.wait)
  if (!Number.isInteger(wait) || wait < 1 || wait > 240)
    throw new UserError(`--wait ${args.wait} is not a number of seconds from 1 to 240`, '--wait 60')
  const key = args.key ?? crypto.randomUUID()
  const request = { wait, ...(args.reason === undefined ? {} : { reason: args.reason }) }
  const climb = await withSpinner(`${worker.url} sees to a backup of ${target}`, () =>
    askBackup(worker, target, { key, request, timeout: wait * 1000 + TRAVEL }),
  )
  printAs(args.format, { key, ...climb }, () => climbText(climb, textOptions(worker.url)))
  return CLIMBED[climb.verdict]
}
