import { z } from 'zod'
import { Sha, type Phase } from '../../functions/model/deploy.ts'
import { gateText } from '../../functions/views/text/deploys.ts'
import { deployFromJson, gateOf, titlesIn } from '../client/deploys.ts'
import { UserError } from '../errors.ts'
import { command, PLUMBLINE } from './support/command.ts'
import { choice, targetArgs, targetName, tokenArgs, workerArgs, workerUrl } from './support/options.ts'
import { withSpinner } from './support/progress.ts'
import { reportFormatArgs } from './support/report-output.ts'
import { printAs, textOptions } from './support/terminal.ts'
import { tokenIfAny } from './support/token.ts'

/** One request waits so long at most, s: routes/gate.ts. */
const LONGEST = 120

const EXIT = { go: 0, stop: 2, unknown: 3, running: 4 } as const

/** `plumbline gate`: waits for the verdict on a deploy. */
export const gate = command({
  invocation: `${PLUMBLINE} gate`,
  description: 'Waits for the verdict on a deploy: exit code 0 go, 2 stop, 3 unknown, 4 still running',
  examples: ['--target shop --sha "$GITHUB_SHA" --phase before --wait 300', '--target demo'],
  args: {
    ...targetArgs,
    sha: { type: 'string', valueHint: 'commit', description: 'The commit; otherwise the newest deploy' },
    phase: choice<Phase | 'newest'>(['newest', 'before', 'after'], 'Of which phase; newest: the one that it is in'),
    wait: { type: 'string', valueHint: 's', description: 'How long to wait for it, seconds', default: '120' },
    ...workerArgs,
    ...tokenArgs,
    ...reportFormatArgs,
  },
  async run(args) {
    const { sha, phase } = args
    if (sha !== undefined && !Sha.safeParse(sha).success)
      throw new UserError(`${sha} is no commit’s hash`, '--sha "$(git rev-parse HEAD)"')
    const target = targetName(args.target)
    const worker = { url: workerUrl(args.url), token: tokenIfAny(args['token-file']) }
    const end = Date.now() + secondsOf(args.wait) * 1000
    const ask = () => {
      const wait = Math.min(LONGEST, Math.max(0, Math.ceil((end - Date.now()) / 1000)))
      return gateOf(worker, target, { sha, phase: phase === 'newest' ? undefined : phase, wait })
    }
    const answer = await withSpinner(`${worker.url} looks at a deploy of ${target}`, async () => {
      let told = await ask()
      while (told.gate === 'running' && Date.now() < end) told = await ask()
      return told
    })
    printAs(args.format, answer, (told) =>
      gateText(deployFromJson(told.deploy), told.phase, titlesIn(told.deploy), textOptions(worker.url)),
    )
    return EXIT[answer.gate]
  },
})

function secondsOf(text: string): number {
  const seconds = z.coerce.number().int().min(0).max(86_400).safeParse(text)
  if (seconds.success) return seconds.data
  throw new UserError(`--wait ${text} is not a number of seconds`, '--wait 120')
}
