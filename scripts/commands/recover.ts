import { UserError } from '../errors.ts'
import { fixWhen } from '../journal/fix-when.ts'
import { mark } from '../journal/mark.ts'
import { connect, type Connection } from '../migrate/connection.ts'
import { holderOf } from '../migrate/lock.ts'
import { refusePoolerAddress } from '../migrate/pooler.ts'
import { prepare, type RunArgs } from '../migrate/prepare.ts'
import { assess, type Assessment } from '../migrate/recover/assess.ts'
import { doneJson, recoverJson } from '../migrate/recover/json.ts'
import { performSql } from '../migrate/recover/perform.ts'
import type { JournalRepair, Step } from '../migrate/recover/step.ts'
import { assessmentText, commandOf, stepText } from '../migrate/recover/text.ts'
import { command, PLUMBLINE } from './support/command.ts'
import { journalCommandArgs } from './support/journal.ts'
import { choice, databaseUrl, journalTable, replayArgs } from './support/options.ts'
import { withSpinner } from './support/progress.ts'
import type { ReportFormat } from './support/report-output.ts'
import { sayIn, type Say } from './support/run-account.ts'
import { actionFormatArgs, passedOn, underLock, type PassedOn } from './support/run-args.ts'
import { nameOf } from './support/target.ts'
import { print, printJson, textOptions } from './support/terminal.ts'

/** `plumbline recover`: from whatever a migration left to where the migrations say, as a plan that is safe to stop. */
export const recover = command({
  invocation: `${PLUMBLINE} recover`,
  description:
    'Says what state a target is in and the way back, step by step: restore point, mend, replay, verify; does one step with --apply: exit code 0 well, or the step is done, 1 there is a plan, 2 refused, 3 something is not known',
  examples: ['--migrations ./drizzle', '--step 2', '--step catalog --apply', '--format json'],
  args: {
    ...replayArgs,
    ...journalCommandArgs,
    platform: choice(['auto', 'supabase', 'none'], 'Rehearse as in a Supabase project or not; auto asks the target'),
    step: { type: 'string', valueHint: 'n', description: 'This step of the plan alone, by its number or name' },
    apply: { type: 'boolean', description: 'Do the step; without --step the first that can be done' },
    'accept-data-loss': { type: 'boolean', description: 'Also a step after which data is gone for good' },
    wait: {
      type: 'string',
      valueHint: 'ms',
      description: 'Longest wait for a migrate that is at work',
      default: '30000',
    },
    ...actionFormatArgs,
  },
  async run(args) {
    const url = databaseUrl(args['database-url'])
    refusePoolerAddress(url)
    const passed = passedOn(args)
    if (args.apply)
      return underLock(url, { ...args, name: 'plumbline recover' }, (own) => applied(own, url, args, passed))
    const connection = await connect(url, 'plumbline recover')
    try {
      const assessment = await assessed(connection, url, args)
      const step = args.step === undefined ? null : chosen(assessment, args.step)
      const code = exitCode(assessment)
      const steps = args.step === undefined ? assessment.steps : step === null ? [] : [step]
      if (args.format === 'json') printJson(recoverJson(nameOf(url), assessment, steps, code, passed))
      else if (args.step === undefined) print(assessmentText(assessment, passed, textOptions()))
      else print(step === null ? NOT_NEEDED : stepText(step, passed))
      return code
    } finally {
      await connection.close()
    }
  },
})

const NOT_NEEDED = 'That step is done already, or is not needed.'

interface RecoverArgs extends RunArgs {
  format: ReportFormat
  step?: string | undefined
  'accept-data-loss'?: boolean | undefined
}

/** Whoever holds the lock is at work; under our own lock nobody is. */
async function assessed(connection: Connection, url: string, args: RunArgs): Promise<Assessment> {
  const holder = await holderOf(connection, journalTable(args))
  const prepared = await prepare(connection, url, { ...args, to: undefined })
  return withSpinner('assessing', () => assess(connection, prepared, holder?.pid === connection.pid ? null : holder))
}

function exitCode({ steps, unknowns }: Assessment): number {
  if (unknowns.length > 0) return 3
  return steps.every(({ name }) => name === 'verify') ? 0 : 1
}

/** The names that plans use; any other is a slip. */
const NAMES =
  /^(?:wait|restore-point|catalog|journal|stamps|names|migrate|bring-back|verify|index:.+|row:.+|prepared:.+)$/

/** The step of a number or a name; null for a name that this plan does not have. @throws UserError for what is neither */
function chosen({ steps }: Assessment, wanted: string): Step | null {
  const step = /^\d+$/.test(wanted) ? steps[Number(wanted) - 1] : steps.find(({ name }) => name === wanted)
  if (step !== undefined) return step
  if (!/^\d+$/.test(wanted) && NAMES.test(wanted)) return null
  const known = steps.map(({ name }, i) => `${i + 1} ${name}`).join(', ')
  throw new UserError(`the plan has no step ${wanted}`, `it has: ${known}`)
}

const isDoable = ({ does, after }: Step) => does.do !== 'plumbline' && does.do !== 'shell' && after === null

async function applied(connection: Connection, url: string, args: RecoverArgs, passed: PassedOn): Promise<number> {
  const say = sayIn(args.format)
  const assessment = await assessed(connection, url, args)
  const step = args.step === undefined ? (assessment.steps.find(isDoable) ?? null) : chosen(assessment, args.step)
  const next = `${PLUMBLINE} recover${passed('recover')}`
  if (step === null) say(NOT_NEEDED)
  else {
    say(step.title)
    await perform(connection, step, { ...args, say }, passed)
    if (step.does.do !== 'journal') say(`Done. What is next: ${next}`)
  }
  if (args.format === 'json') printJson(doneJson(nameOf(url), step, next, passed))
  return 0
}

/** @throws UserError where the step is a command of its own, or is refused */
async function perform(connection: Connection, step: Step, args: RecoverArgs & { say: Say }, passed: PassedOn) {
  const { does } = step
  if (does.do === 'plumbline' || does.do === 'shell')
    throw new UserError(`step ${step.name} is a command of its own`, commandOf(step, passed))
  if (does.do === 'journal') await repaired(does.repair, args)
  else await performSql(connection, step, does, args['accept-data-loss'] === true)
}

/** `journal repair` checks identity and state by itself. */
function repaired(repair: JournalRepair, args: RecoverArgs & { say: Say }): Promise<number> {
  if ('fixWhen' in repair) return fixWhen({ ...args, apply: true })
  return mark(
    'applied' in repair
      ? { ...args, applied: repair.applied.join(','), apply: true }
      : { ...args, unapplied: repair.unapplied.join(','), apply: true },
  )
}
