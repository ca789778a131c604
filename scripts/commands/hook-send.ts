import { readFileSync } from 'node:fs'
import { HookAnswer } from '../../functions/model/hook-answer.ts'
import { Sha, SenderName, type Phase } from '../../functions/model/deploy.ts'
import { deliver } from '../client/deploys.ts'
import { UserError } from '../errors.ts'
import { sampleOf } from '../hooks/sample.ts'
import { signed } from '../hooks/sign.ts'
import { HOOK_SECRET_FILE } from '../start/paths.ts'
import { command, PLUMBLINE } from './support/command.ts'
import { choice, targetArgs, targetName, workerArgs, workerUrl } from './support/options.ts'
import { reportFormatArgs } from './support/report-output.ts'
import { commitOf } from './support/source.ts'
import { printAs } from './support/terminal.ts'

/** `plumbline hook send`: signs and sends a delivery as a sender would, to try a secret. */
export const hookSend = command({
  invocation: `${PLUMBLINE} hook send`,
  description:
    'Sends a signed delivery as GitHub, Vercel or another sender would: tries the secret, and begins a phase',
  examples: [
    '--target demo --phase before',
    '--target shop --sender github --secret-file ./secret --url https://plumbline.example.workers.dev',
  ],
  args: {
    ...targetArgs,
    sender: choice<SenderName>(
      ['standard', 'github', 'vercel', 'netlify', 'render', 'supabase', 'bearer'],
      'Whose words and whose signature',
    ),
    phase: choice<Phase>(['before', 'after'], 'What it tells of; GitHub’s sample is a deployment, always before'),
    sha: { type: 'string', valueHint: 'commit', description: 'The commit (git rev-parse HEAD)' },
    ref: { type: 'string', valueHint: 'branch', description: 'The branch; unless given, none is told' },
    environment: {
      type: 'string',
      valueHint: 'name',
      description: 'Where it goes, in the sender’s words; unless given, none is told, or production where one must be',
    },
    'secret-file': {
      type: 'string',
      valueHint: 'file',
      description:
        'File with the secret; otherwise HOOK_SECRET_<SENDER> (.plumbline/hook-secret, which npm start writes)',
    },
    ...workerArgs,
    ...reportFormatArgs,
  },
  async run(args) {
    const { sender, phase, ref = null, environment = null } = args
    const [target, url] = [targetName(args.target), workerUrl(args.url)]
    const sha = await shaOf(args.sha)
    const secret = secretOf(sender, args['secret-file'])
    const id = `try-${crypto.randomUUID()}`
    const body = sampleOf(sender, { sha, ref, environment, phase, id })
    const headers = await signed(sender, body, { secret, id, at: Date.now() })
    const answer = await deliver({ url, path: `/hooks/${sender}/${target}`, body, headers }, HookAnswer)
    printAs(args.format, answer, ({ said, deploy }) =>
      deploy === null
        ? said
        : `${said}\n  curl ${url}/${target}/deploys/${deploy}\n  curl "${url}/${target}/gate?wait=60"`,
    )
    return answer.outcome === 'ignored' ? 1 : 0
  },
})

async function shaOf(given: string | undefined): Promise<string> {
  const sha = given ?? (await commitOf('.'))
  if (Sha.safeParse(sha).success) return sha
  throw new UserError(
    given === undefined ? 'there is no commit here' : `${given} is no commit’s hash`,
    '--sha "$(git rev-parse HEAD)"',
  )
}

/** @throws UserError where there is none; no message holds it */
function secretOf(sender: SenderName, file: string | undefined): string {
  const name = `HOOK_SECRET_${sender.toUpperCase()}`
  const mend = `--secret-file FILE, or set ${name}`
  const given = file === undefined ? process.env[name] : textIn(file, mend)
  if (given) return given
  try {
    if (sender === 'standard') return textIn(HOOK_SECRET_FILE, mend)
  } catch {
    // Nothing was started here.
  }
  throw new UserError(`no secret of ${sender} was given`, mend)
}

function textIn(file: string, mend: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    throw new UserError(`the secret cannot be read: ${error instanceof Error ? error.message : String(error)}`, mend)
  }
}
