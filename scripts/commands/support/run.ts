import { createInterface } from 'node:readline/promises'
import { exitCode } from '../../../functions/views/exit-code.ts'
import { UserError } from '../../errors.ts'
import { cancel, type Connection } from '../../migrate/connection.ts'
import type { CameOf, Verified } from '../../migrate/json.ts'
import { lookAt, type Prepared } from '../../migrate/prepare.ts'
import { closedBy, make, type Made } from '../../migrate/run.ts'
import { isUndo, planSummary, planText } from '../../migrate/plan-text.ts'
import { ranText, stateText, stopText } from '../../migrate/text.ts'
import { PLUMBLINE } from './command.ts'
import { took } from './progress.ts'
import type { Account, Say } from './run-account.ts'
import { limits, passedOn, type PassedOn } from './run-args.ts'
import { print, textOptions } from './terminal.ts'

/** What options say about a run. */
interface WhenOpen {
  'dry-run'?: boolean | undefined
  verbose?: boolean | undefined
  yes?: boolean | undefined
  'statement-timeout': string
  'lock-timeout': string
  'lock-retries': string
  migrations?: string | undefined
  'migrations-schema'?: string | undefined
  'migrations-table'?: string | undefined
  flavour?: string | undefined
  platform?: string | undefined
}

/** Carries a plan out once every gate that is known is open and somebody agreed; or only shows it. */
export async function whenOpen(
  connection: Connection,
  prepared: Prepared,
  { say, known }: Account,
  args: WhenOpen,
): Promise<CameOf> {
  const { passages } = known
  const code = closedBy(passages)
  const passed = passedOn(args)
  if (code !== null) {
    const closed = passages.filter((one) => closedBy([one]) !== null).map(({ gate }) => gate)
    return refused(closed, code, passed)
  }
  if (args['dry-run']) {
    say(planText(prepared.plan))
    return { ...NOT_RUN, code: 0, outcome: 'planned' }
  }
  await agreed(prepared, args.yes === true)
  return carryOut(connection, prepared, { ...limits(args), verbose: args.verbose === true, passed, say })
}

/** Of what was not run. */
export const NOT_RUN = { made: null, ms: null, verified: null, next: [] } as const

function refused(gates: readonly string[], code: 2 | 3, passed: PassedOn): CameOf {
  const recover = `${PLUMBLINE} recover${passed('recover')}`
  print(
    [
      `Not applied, and nothing was changed: ${gates.join(', ')} ${gates.length === 1 ? 'does' : 'do'} not pass.`,
      `→ what is wrong and what to do, step by step: ${recover}`,
      `→ or, where you know better: --skip '${gates[0]}=why'`,
    ].join('\n'),
    process.stderr,
  )
  return { ...NOT_RUN, code, outcome: 'refused', next: [recover] }
}

/** Asks who sits at the terminal. @throws UserError where nobody can be asked, or the answer is no */
async function agreed(prepared: Prepared, yes: boolean): Promise<void> {
  if (yes) return
  if (!process.stdin.isTTY || !process.stderr.isTTY)
    throw new UserError('not applied: nobody can be asked here', 'look at --dry-run, then give --yes')
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await lines.question(`Apply ${planSummary(prepared.plan)} to ${new URL(prepared.url).host}? [y/N] `)
  lines.close()
  if (!/^y(?:es)?$/i.test(answer.trim())) throw new UserError('not applied: that was no yes', null)
}

/** Ctrl-C ends the statement that is under way, so that all is rolled back and somebody can still say so. */
function interruptible(url: string, { pid }: Connection): { signal: AbortSignal; over(): void } {
  const control = new AbortController()
  const stop = () => {
    print('interrupted: rolling back', process.stderr)
    control.abort()
    void cancel(url, pid).catch(() => {})
  }
  const signals = ['SIGINT', 'SIGTERM'] as const
  for (const name of signals) process.once(name, stop)
  return { signal: control.signal, over: () => signals.forEach((name) => process.removeListener(name, stop)) }
}

interface CarryOut extends ReturnType<typeof limits> {
  verbose: boolean
  passed: PassedOn
  say: Say
}

async function carryOut(
  connection: Connection,
  prepared: Prepared,
  { verbose, passed, say, ...options }: CarryOut,
): Promise<CameOf> {
  const started = performance.now()
  const interruption = interruptible(prepared.url, connection)
  const made = await make(connection, prepared, {
    ...options,
    onRan: (ran) => verbose && say(ranText(ran, textOptions())),
    onRetry: ({ message }, ms) =>
      print(`${message} (55P03): rolled back, and tried again in ${ms / 1000} s`, process.stderr),
    signal: interruption.signal,
  })
  interruption.over()
  const { state } = made.state
  const next =
    state === 'applied' ? `${PLUMBLINE} verify${passed('verify')}` : `${PLUMBLINE} recover${passed('recover')}`
  const came = { made, ms: Math.round(performance.now() - started), next: [next] }
  say(cameText(prepared, made, took(started), next))
  if (state === 'in doubt') return { ...came, code: 3, outcome: state, verified: null }
  if (state !== 'applied') return { ...came, code: 2, outcome: 'failed', verified: null }
  const verified = await verify(prepared)
  say(`verified  ${SEEN[verified]}${verified === 'clean' ? '' : `: ${next} says which`}`)
  const isFound = verified === 'findings' || verified === 'unknown'
  return { ...came, code: isFound ? 1 : 0, outcome: 'done', verified, next: verified === 'clean' ? [] : [next] }
}

function cameText({ plan }: Prepared, { ended, state, stop, cause }: Made, time: string, next: string): string {
  const options = textOptions()
  const stopped = stop ? stopText(stop, ended.ended === 'lost', cause, options) : ''
  const is =
    ended.ended === 'applied' && state.state === 'applied'
      ? `${isUndo(plan) ? 'UNDONE    ' : 'APPLIED   '}${planSummary(plan)} in ${time}`
      : stateText(plan, ended, state, next, options)
  return `${stopped}${is}`
}

const SEEN: Readonly<Record<Verified, string>> = {
  clean: 'clean',
  warnings: 'warnings',
  findings: 'findings',
  unknown: 'something could not be looked at',
}

/** Sees whether the target is now what the migrations say. */
const verify = async (prepared: Prepared): Promise<Verified> =>
  (['clean', 'warnings', 'findings', 'unknown'] as const)[exitCode(await lookAt(prepared))]
