import { createInterface } from 'node:readline/promises'
import { exitCode } from '../../../functions/views/exit-code.ts'
import { UserError } from '../../errors.ts'
import type { Connection } from '../../migrate/connection.ts'
import type { Passage } from '../../migrate/gate.ts'
import { lookAt, type Prepared } from '../../migrate/prepare.ts'
import { closedBy, make, type Made } from '../../migrate/run.ts'
import { isUndo, passageText, planSummary, planText, ranText, stateText, stopText } from '../../migrate/text.ts'
import { PLUMBLINE } from './command.ts'
import { took } from './progress.ts'
import { limits } from './run-args.ts'
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
}

/** Carries a plan out once every gate is open and somebody agreed; or only shows it. Answers the exit code. */
export async function whenOpen(
  connection: Connection,
  prepared: Prepared,
  passages: readonly Passage[],
  args: WhenOpen,
): Promise<number> {
  const code = closedBy(passages)
  if (code !== null)
    return refused(
      passages.filter((one) => closedBy([one]) !== null).map(({ gate }) => gate),
      code,
    )
  if (args['dry-run']) {
    print(planText(prepared.plan))
    return 0
  }
  await agreed(prepared, args.yes === true)
  return carryOut(connection, prepared, { ...limits(args), verbose: args.verbose === true })
}

function refused(gates: readonly string[], code: 2 | 3): number {
  print(
    [
      `Not applied, and nothing was changed: ${gates.join(', ')} ${gates.length === 1 ? 'does' : 'do'} not pass.`,
      `→ what is wrong and what to do, step by step: ${PLUMBLINE} recover`,
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

async function carryOut(
  connection: Connection,
  prepared: Prepared,
  options: ReturnType<typeof limits> & { verbose: boolean },
): Promise<number> {
  const started = performance.now()
  const made = await make(connection, prepared, {
    ...options,
    onRan: (ran) => options.verbose && print(ranText(ran, textOptions())),
    onRetry: ({ message }, ms) =>
      print(`${message} (55P03): rolled back, and tried again in ${ms / 1000} s`, process.stderr),
  })
  tell(prepared, made, took(started))
  if (made.state.state === 'in doubt') return 3
  if (made.state.state !== 'applied') return 2
  return verified(prepared)
}

function tell({ plan }: Prepared, { ended, state, stop, cause }: Made, time: string): void {
  const options = textOptions()
  if (stop) print(stopText(stop, ended.ended === 'lost', cause, options))
  const next = state.state === 'applied' ? `${PLUMBLINE} verify` : `${PLUMBLINE} recover`
  if (ended.ended === 'applied' && state.state === 'applied')
    print(`${isUndo(plan) ? 'UNDONE    ' : 'APPLIED   '}${planSummary(plan)} in ${time}`)
  else print(stateText(plan, ended, state, next, options))
}

/** Sees that the target is now what the migrations say. */
async function verified(prepared: Prepared): Promise<number> {
  const look = await lookAt(prepared)
  const code = exitCode(look)
  const what = { 0: 'clean', 1: 'warnings', 2: 'findings', 3: 'something could not be looked at' }[code]
  print(`verified  ${what}${code === 0 ? '' : `: ${PLUMBLINE} verify says which`}`)
  return code > 1 ? 1 : 0
}
