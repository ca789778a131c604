import { createInterface } from 'node:readline/promises'
import { exitCode } from '../../../functions/views/exit-code.ts'
import { UserError } from '../../errors.ts'
import { cancel, type Connection } from '../../migrate/connection.ts'
import type { Passage } from '../../migrate/gate.ts'
import { lookAt, type Prepared } from '../../migrate/prepare.ts'
import { closedBy, make, type Made } from '../../migrate/run.ts'
import { isUndo, planSummary, planText } from '../../migrate/plan-text.ts'
import { passageText, ranText, stateText, stopText } from '../../migrate/text.ts'
import { PLUMBLINE } from './command.ts'
import { took } from './progress.ts'
import { limits, passedOn, type PassedOn } from './run-args.ts'
import { print, textOptions } from './terminal.ts'

/** Says what a gate said. */
export const tellPassage = (passage: Passage): void => print(passageText(passage, textOptions()))

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
  /** Hears of a run that was made, and when it began, ms. */
  onMade?: (made: Made, at: number) => Promise<void>
}

/** Carries a plan out once every gate is open and somebody agreed; or only shows it. Answers the exit code. */
export async function whenOpen(
  connection: Connection,
  prepared: Prepared,
  passages: readonly Passage[],
  args: WhenOpen,
): Promise<number> {
  const code = closedBy(passages)
  const passed = passedOn(args)
  if (code !== null) {
    const closed = passages.filter((one) => closedBy([one]) !== null).map(({ gate }) => gate)
    return refused(closed, code, passed)
  }
  if (args['dry-run']) {
    print(planText(prepared.plan))
    return 0
  }
  await agreed(prepared, args.yes === true)
  const { onMade = async () => {} } = args
  return carryOut(connection, prepared, { ...limits(args), verbose: args.verbose === true, passed, onMade })
}

function refused(gates: readonly string[], code: 2 | 3, passed: PassedOn): number {
  print(
    [
      `Not applied, and nothing was changed: ${gates.join(', ')} ${gates.length === 1 ? 'does' : 'do'} not pass.`,
      `→ what is wrong and what to do, step by step: ${PLUMBLINE} recover${passed('recover')}`,
      `→ or, where you know better: --skip '${gates[0]}=why'`,
    ].join('\n'),
    process.stderr,
  )
  return code
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

async function carryOut(
  connection: Connection,
  prepared: Prepared,
  {
    verbose,
    passed,
    onMade,
    ...options
  }: ReturnType<typeof limits> & Required<Pick<WhenOpen, 'onMade'>> & { verbose: boolean; passed: PassedOn },
): Promise<number> {
  const started = performance.now()
  const at = Date.now()
  const interruption = interruptible(prepared.url, connection)
  const made = await make(connection, prepared, {
    ...options,
    onRan: (ran) => verbose && print(ranText(ran, textOptions())),
    onRetry: ({ message }, ms) =>
      print(`${message} (55P03): rolled back, and tried again in ${ms / 1000} s`, process.stderr),
    signal: interruption.signal,
  })
  interruption.over()
  tell(prepared, made, took(started), passed)
  await onMade(made, at)
  if (made.state.state === 'in doubt') return 3
  if (made.state.state !== 'applied') return 2
  return verified(prepared, passed)
}

function tell({ plan }: Prepared, { ended, state, stop, cause }: Made, time: string, passed: PassedOn): void {
  const options = textOptions()
  if (stop) print(stopText(stop, ended.ended === 'lost', cause, options))
  const next =
    state.state === 'applied' ? `${PLUMBLINE} verify${passed('verify')}` : `${PLUMBLINE} recover${passed('recover')}`
  if (ended.ended === 'applied' && state.state === 'applied')
    print(`${isUndo(plan) ? 'UNDONE    ' : 'APPLIED   '}${planSummary(plan)} in ${time}`)
  else print(stateText(plan, ended, state, next, options))
}

/** Sees that the target is now what the migrations say. */
async function verified(prepared: Prepared, passed: PassedOn): Promise<number> {
  const look = await lookAt(prepared)
  const code = exitCode(look)
  const what = { 0: 'clean', 1: 'warnings', 2: 'findings', 3: 'something could not be looked at' }[code]
  print(`verified  ${what}${code === 0 ? '' : `: ${PLUMBLINE} verify${passed('verify')} says which`}`)
  return code > 1 ? 1 : 0
}
