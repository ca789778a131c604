import { githubAccess } from '../../env/github.ts'
import { folderAmong, folderFrom } from '../../preflight/folder.ts'
import { JournalMark, markJournal } from '../../run/preflight/journal-mark.ts'
import { preflightOfTarget } from '../../run/preflight/of-target.ts'
import { migrationsAt } from '../repository/migrations.ts'
import { isOf, isReached } from '../settle.ts'
import { StepOutcome, type DeployStep, type StepContext } from '../step.ts'
import { outcomeOf, showing, type Foretold } from './preflight-outcome.ts'

const step = 'preflight'

/** A commit in full, as GitHub's archives are asked for: a branch of that name could be another commit a moment later. */
const FULL = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/

/** Foretells, with the migrations as they are in the commit at GitHub, what Drizzle's migrate will do to the target. */
export const preflight: DeployStep = {
  name: step,
  leftOut({ deploy: { repository, sha, sender }, env }) {
    if (repository === null)
      return `${sender} names no repository at GitHub: POST /:target/preflight foretells a folder`
    if (sha === null || !FULL.test(sha)) return 'the commit’s full name is not known'
    const access = githubAccess(env)
    return typeof access === 'string' ? access : null
  },
  async run(context) {
    const { durable, deploy } = context
    if (await isNonePending(context))
      return leaveOut('no migrations came along, and all of this commit’s blueprint are applied')
    try {
      return await durable.once(step, StepOutcome, () => foretell(context))
    } catch (error) {
      // It was tried again for minutes by now.
      const reason = error instanceof Error ? error.message : String(error)
      return unseen(`the migrations of ${deploy.repository}`, { reason, mend: showing(context) })
    }
  },
}

/** What the sender says is believed only as far as the commit's own blueprint bears it out: an earlier push may have been left undone. */
async function isNonePending({ durable, env, target, deploy, now }: StepContext): Promise<boolean> {
  if (deploy.migrationsChanged === null || deploy.migrationsChanged.length > 0) return false
  const mark = await durable.once(`${step}: journal`, JournalMark, () => markJournal(env, target, now()))
  return mark.state === 'read' && isReached(mark) && isOf(mark.position?.blueprint ?? '', deploy.sha)
}

/** @throws where the same may succeed later */
async function foretell(context: StepContext): Promise<StepOutcome> {
  const { env, target, deploy, now } = context
  const access = githubAccess(env)
  const { repository, sha } = deploy
  if (typeof access === 'string' || repository === null || sha === null) throw new Error('this step was to be left out')
  if (target.fault !== null) return unseen('the target', target.fault)
  const { migrations: folders } = target.config.deploys
  const texts = await migrationsAt(access, { repository, sha }, folders)
  if ('reason' in texts) return unseen(`the migrations of ${repository}`, texts)
  const path = folderAmong(texts.keys())
  const commit = `${repository} at ${sha.slice(0, 12)}`
  if (path === null)
    return leaveOut(
      `${commit} has no migrations folder of Drizzle’s below ${folders.join(', ')}: name it in migrations of [vars.TARGETS.${target.name}.deploys]`,
    )
  const folder = folderFrom(texts)
  if ('reason' in folder)
    return unseen(`the migrations of ${repository}`, {
      reason: folder.reason,
      mend: `mend it in ${repository}, or name one folder in migrations of [vars.TARGETS.${target.name}.deploys]`,
    })
  const done = await preflightOfTarget(env, target, folder, { role: null, lint: true, probe: null, now: now() })
  if (!done.done) return unseen('the target', { ...done.failure, mend: done.failure.mend ?? `curl …/${target.name}` })
  const foretold: Foretold = { commit, preflight: done.preflight, mend: showing(context, path) }
  return outcomeOf(foretold)
}

const leaveOut = (said: string): StepOutcome => ({ verdict: 'go', said, reasons: [], leftOut: true })

const unseen = (subject: string, { reason, mend }: { reason: string; mend: string }): StepOutcome => ({
  verdict: 'unknown',
  said: `${subject} could not be looked at: ${reason}`,
  reasons: [{ what: 'unknown', subject, reason, mend }],
})
