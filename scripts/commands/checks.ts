import { CHECKS } from '../../functions/checks/list.ts'
import { checkJson, checksText, checkText } from '../../functions/views/checks.ts'
import { UserError } from '../errors.ts'
import { command, PLUMBLINE } from './support/command.ts'
import { reportFormatArgs } from './support/report-output.ts'
import { printAs, textOptions } from './support/terminal.ts'

/** `plumbline checks`: what is looked at, how often, from when on it is told, and why. */
export const checks = command({
  invocation: `${PLUMBLINE} checks`,
  description: 'Lists the checks of a target’s health, or says all of one',
  examples: ['', 'sequences', '--format json'],
  args: {
    check: { type: 'positional', required: false, description: 'One check' },
    ...reportFormatArgs,
  },
  async run(args) {
    if (args.check === undefined) {
      printAs(args.format, CHECKS.map(checkJson), () => checksText(CHECKS, textOptions()))
      return 0
    }
    const found = CHECKS.find(({ id }) => id === args.check)
    if (found === undefined) throw new UserError(`there is no check ${args.check}`, `${PLUMBLINE} checks`)
    printAs(args.format, checkJson(found), () => checkText(found, textOptions()))
    return 0
  },
})
