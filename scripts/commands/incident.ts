import { incidentText } from '../../functions/views/text/incidents.ts'
import type { IncidentInFullJson } from '../../functions/views/incidents/json.ts'
import { actOn, incidentOf, shownFromJson } from '../client/incidents.ts'
import { command, PLUMBLINE } from './support/command.ts'
import { byArgs, whoever } from './support/decision.ts'
import { tokenArgs, workerArgs, workerUrl } from './support/options.ts'
import { reportFormatArgs, type ReportFormat } from './support/report-output.ts'
import { printAs, textOptions } from './support/terminal.ts'
import { tokenFrom, tokenIfAny } from './support/token.ts'

const INVOCATION = `${PLUMBLINE} incident`

const idArgs = {
  id: { type: 'positional', description: 'The incident: demo-17', required: true },
} as const

const usualArgs = { ...workerArgs, ...tokenArgs, ...reportFormatArgs } as const

const printIncident = (incident: IncidentInFullJson, format: ReportFormat, origin: string) =>
  printAs(format, incident, (json) => incidentText(shownFromJson(json), textOptions(origin)))

/** `plumbline incident show`. */
export const show = command({
  invocation: `${INVOCATION} show`,
  description: 'Shows one incident: its findings with what mends them, and what happened',
  examples: ['demo-17', 'demo-17 --format json'],
  args: { ...idArgs, ...usualArgs },
  async run(args) {
    const url = workerUrl(args.url)
    printIncident(await incidentOf({ url, token: tokenIfAny(args['token-file']) }, args.id), args.format, url)
    return 0
  },
})

type Args = {
  url?: string | undefined
  'token-file'?: string | undefined
  by?: string | undefined
  id: string
  format: ReportFormat
}

async function doing(
  args: Args,
  action: Parameters<typeof actOn>[2],
  more: Readonly<Record<string, string>> = {},
): Promise<number> {
  const url = workerUrl(args.url)
  const worker = { url, token: tokenFrom(args['token-file']) }
  const by = args.by ?? (await whoever())
  printIncident(await actOn(worker, args.id, action, { ...(by !== '' && { by }), ...more }), args.format, url)
  return 0
}

/** `plumbline incident ack`. */
export const ack = command({
  invocation: `${INVOCATION} ack`,
  description: 'Acknowledges an incident: you have it, and nobody else is called unless it becomes worse',
  examples: ['demo-17', 'demo-17 --by ann'],
  args: { ...idArgs, ...byArgs, ...usualArgs },
  run: (args) => doing(args, 'acknowledge'),
})

/** `plumbline incident snooze`. */
export const snooze = command({
  invocation: `${INVOCATION} snooze`,
  description: 'Snoozes an incident: nobody is called for a while',
  examples: ['demo-17 --for 4h'],
  args: {
    ...idArgs,
    for: { type: 'string', valueHint: 'time', description: 'How long: 30m, 4h, 2d; at most 7d', default: '1h' },
    ...byArgs,
    ...usualArgs,
  },
  run: (args) => doing(args, 'snooze', { for: args.for }),
})

/** `plumbline incident resolve`. */
export const resolve = command({
  invocation: `${INVOCATION} resolve`,
  description: 'Ends an incident; what the next look still sees is another one',
  examples: ['demo-17'],
  args: { ...idArgs, ...byArgs, ...usualArgs },
  run: (args) => doing(args, 'resolve'),
})

/** `plumbline incident comment`. */
export const comment = command({
  invocation: `${INVOCATION} comment`,
  description: 'Adds a comment to the timeline of an incident',
  examples: ["demo-17 --text 'the index was dropped by the import'"],
  args: {
    ...idArgs,
    text: { type: 'string', valueHint: 'text', description: 'What you know; up to 4,000 characters', required: true },
    ...byArgs,
    ...usualArgs,
  },
  run: (args) => doing(args, 'comments', { text: args.text }),
})
