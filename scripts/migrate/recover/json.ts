import type { Severity } from '../../../functions/model/finding.ts'
import type { Position } from '../../../functions/model/run.ts'
import { words } from '../../../functions/views/words.ts'
import type { PassedOn } from '../../commands/support/run-args.ts'
import type { Assessment } from './assess.ts'
import type { Step } from './step.ts'
import { commandOf, sqlOf } from './text.ts'

/** A step as data. */
export interface StepJson {
  name: string
  title: string
  why: readonly string[]
  /** The command that does it. */
  command: string
  /** What it sends; empty: it is a command of its own. */
  sql: readonly string[]
  /** What is gone for good once it is done. */
  lost: readonly string[]
  /** Why it cannot be done yet; null: it can. */
  after: string | null
}

/** The one document of `recover --format json`. */
export interface RecoverJson {
  command: 'recover'
  target: string
  environment: string
  /** well: nothing is to be recovered · plan: `steps` are to be done · unknown: something could not be looked at. */
  outcome: 'well' | 'plan' | 'unknown'
  exitCode: number
  postgres: string | null
  position: Position | null
  findings: { key: string; severity: Severity; title: string }[]
  unknowns: Assessment['unknowns']
  /** Facts that no migration makes: a person decides. */
  extra: readonly string[]
  /** Of the whole plan, or the one that --step names, where it is still needed. */
  steps: StepJson[]
}

/** The one document of `recover --apply --format json`. */
export interface RecoverDoneJson {
  command: 'recover'
  target: string
  environment: string
  outcome: 'done' | 'not needed'
  exitCode: 0
  step: StepJson | null
  next: string[]
}

/** A step as data. @param passed options that every command of this plan must be given */
export const stepJson = (step: Step, passed: PassedOn): StepJson => ({
  name: step.name,
  title: step.title,
  why: step.why,
  command: commandOf(step, passed),
  sql: sqlOf(step),
  lost: step.lost,
  after: step.after,
})

/** An assessment as data. @param steps those to tell of */
export function recoverJson(
  about: Pick<RecoverJson, 'target' | 'environment'>,
  { look, unknowns, extra }: Assessment,
  steps: readonly Step[],
  exitCode: number,
  passed: PassedOn,
): RecoverJson {
  return {
    command: 'recover',
    ...about,
    outcome: exitCode === 0 ? 'well' : exitCode === 1 ? 'plan' : 'unknown',
    exitCode,
    postgres: look.postgres ?? null,
    position: look.position ?? null,
    findings: look.findings.map((finding) => ({
      key: finding.key,
      severity: finding.severity,
      title: words(finding).title,
    })),
    unknowns,
    extra,
    steps: steps.map((step) => stepJson(step, passed)),
  }
}

/** A step that was done, as data. @param step null: none was needed */
export const doneJson = (
  about: Pick<RecoverJson, 'target' | 'environment'>,
  step: Step | null,
  next: string,
  passed: PassedOn,
): RecoverDoneJson => ({
  command: 'recover',
  ...about,
  outcome: step === null ? 'not needed' : 'done',
  exitCode: 0,
  step: step === null ? null : stepJson(step, passed),
  next: [next],
})
