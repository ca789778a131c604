import { findingJson } from '../../functions/views/json.ts'
import { findingText } from '../../functions/views/text.ts'
import { acceptFinding, withdrawAcceptance } from '../client.ts'
import { UserError } from '../errors.ts'
import { command, PLUMBLINE } from './support/command.ts'
import { decisionArgs, decisionOf } from './support/decision.ts'
import { targetArgs, targetName, tokenArgs, workerArgs, workerUrl } from './support/options.ts'
import { reportFormatArgs } from './support/report-output.ts'
import { printAs, textOptions } from './support/terminal.ts'
import { tokenFrom } from './support/token.ts'

/** `plumbline accept`: a finding may stay as it is, until it changes or the time is over. */
export const accept = command({
  invocation: `${PLUMBLINE} accept`,
  description: 'Accepts a finding as it is, or withdraws that: it is still shown, and counts for nothing',
  examples: [
    "drift:index:public.links_user_id_idx --target demo --reason 'comes back after the import' --expires 8d",
    'drift:index:public.links_user_id_idx --target demo --withdraw',
  ],
  args: {
    key: { type: 'positional', description: 'Key of the finding', required: true },
    ...targetArgs,
    ...decisionArgs,
    expires: {
      type: 'string',
      valueHint: 'when',
      description: 'A time, a day, or how long: 12h, 30d, 8w; critical and high findings need it',
    },
    withdraw: { type: 'boolean', description: 'It may no longer stay' },
    ...workerArgs,
    ...tokenArgs,
    ...reportFormatArgs,
  },
  async run(args) {
    const target = targetName(args.target)
    const { key, expires, withdraw } = args
    if (withdraw === true && (args.reason !== undefined || expires !== undefined))
      throw new UserError('--withdraw takes neither --reason nor --expires', 'leave them out')
    const decision = withdraw === true ? null : await decisionOf(args)
    const worker = { url: workerUrl(args.url), token: tokenFrom(args['token-file']) }
    const seen = await (decision === null
      ? withdrawAcceptance(worker, target, key)
      : acceptFinding(worker, target, key, { ...decision, ...(expires === undefined ? {} : { expires }) }))
    printAs(args.format, findingJson(seen), () => findingText(seen, textOptions(worker.url), target))
    return 0
  },
})
