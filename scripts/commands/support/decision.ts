import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { Decision } from '../../../functions/model/decision.ts'
import { UserError } from '../../errors.ts'

/** Who decides, and why. */
export const decisionArgs = {
  reason: { type: 'string', valueHint: 'text', description: 'Why; up to 500 characters' },
  who: {
    type: 'string',
    valueHint: 'name',
    description: 'Who decides (git config user.email, otherwise the name of the account)',
  },
} as const

/** Who it is that does something. */
export const byArgs = {
  by: {
    type: 'string',
    valueHint: 'name',
    description: 'Who you are (git config user.email, otherwise the name of the account)',
  },
} as const

/** A decision as options say it. @throws UserError where it has no reason, or nobody knows whose it is */
export async function decisionOf(args: { reason?: string | undefined; who?: string | undefined }): Promise<Decision> {
  if (args.reason === undefined) throw new UserError('no reason was given', "--reason 'why it is right'")
  const parsed = Decision.safeParse({ reason: args.reason, who: args.who ?? (await whoever()) })
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new UserError(`--${issue?.path.join('.')} ${issue?.message}`, `--${issue?.path.join('.')} TEXT`)
}

/** Who is at the keyboard, as git or the system knows them; empty: nobody knows. */
export async function whoever(): Promise<string> {
  const git = promisify(execFile)('git', ['config', 'user.email'])
  const email = await git.then(
    ({ stdout }) => stdout.trim(),
    () => '',
  )
  return email || process.env.USER || process.env.LOGNAME || ''
}
