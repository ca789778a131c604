import { MONITOR, type IncidentRecord, type TimelineEntry } from '../../model/incident-record.ts'
import { age } from '../age.ts'
import { entryText } from '../incidents/entry.ts'
import type { IncidentShown } from '../incidents/json.ts'
import { incidentTitle, standingOf, toneOfStage } from '../words/incidents.ts'
import { stamp } from '../words/text.ts'
import { bodyWidth, dim, hang, mending, shade, visible, wrap, type TextOptions } from './lines.ts'
import { table } from './table.ts'

/** Incidents, one line each, as given. */
export function incidentsText(records: readonly IncidentRecord[], options: TextOptions): string {
  if (records.length === 0) return 'No incident.\n'
  const headings = ['SEVERITY', 'STAGE', 'SINCE', 'INCIDENT', 'WHO', 'WHAT']
  const rows = records.map((record) => {
    const { severity, stage, since, acknowledged } = record.incident
    return [
      { text: severity.toUpperCase(), paint: (text: string) => shade(severity, text, options) },
      { text: stage, paint: (text: string) => shade(toneOfStage(stage), text, options) },
      { text: age(since, options.now) },
      { text: record.id },
      { text: visible(acknowledged?.by ?? '-') },
      { text: visible(incidentTitle(record)) },
    ]
  })
  const lines = table(
    headings.map((heading) => ({ heading })),
    rows,
  )
  const more =
    options.origin === undefined ? [] : ['', dim(`One incident: curl ${options.origin}/incidents/ID`, options)]
  return `${[...lines, ...more].join('\n')}\n`
}

/** One incident in full: how it stands, its findings with what mends them, what happened, what can be done. */
export function incidentText({ record, timeline }: IncidentShown, options: TextOptions): string {
  const { id, target, incident, told } = record
  const over = incident.stage === 'resolved'
  const body = (text: string) => wrap(text, bodyWidth(options))
  const label = incident.severity
  const shown = told.map((one) => [
    ...hang(one.severity, body(one.title), shade(one.severity, one.severity, options)),
    ...hang('', [dim(visible(one.key), options)]),
    ...(over || one.mend.length === 0
      ? []
      : hang(
          '',
          mending(one.mend, bodyWidth(options) - 2).map((line) => `  ${line}`),
        )),
  ])
  const more = incident.findings.length - told.length
  const blocks = [
    [
      ...hang(label, body(incidentTitle(record)), shade(label, label, options)),
      ...hang(
        '',
        body([id, target === MONITOR ? 'the monitor itself' : target, standingOf(record, options.now)].join(' · ')),
      ),
    ],
    ...shown,
    ...(more > 0 ? [hang('', [`and ${more} more`])] : []),
    ['TIMELINE', ...timelineText(incident.since, timeline, options)],
    ...(over ? [] : commands(id, options)),
  ]
  return `${blocks.map((block) => block.join('\n')).join('\n\n')}\n`
}

const timelineText = (since: number, timeline: readonly TimelineEntry[], options: TextOptions): string[] => [
  `${stamp(since)}  seen first`,
  ...timeline.map(({ at, entry }) =>
    wrap(entryText(entry), options.width - 25)
      .map((line, i) => (i === 0 ? `${stamp(at)}  ${line}` : `${' '.repeat(25)}${line}`))
      .join('\n'),
  ),
]

function commands(id: string, { origin, ...options }: TextOptions): string[][] {
  if (origin === undefined) return []
  return [commandsOf(origin, id).map(([what, command]) => `${dim(what.padEnd(12), options)}${command}`)]
}

/** What can be done to an incident, and the command that does it. */
export const commandsOf = (origin: string, id: string): [what: string, command: string][] => {
  const post = (action: string, data: string) =>
    `curl -X POST -H "Authorization: Bearer $PLUMBLINE_TOKEN" ${origin}/incidents/${id}/${action} -d ${data}`
  return [
    ['acknowledge', post('acknowledge', 'by="$USER"')],
    ['snooze', post('snooze', 'by="$USER" -d for=2h')],
    ['comment', post('comments', `by="$USER" --data-urlencode text='what you know'`)],
    ['resolve', post('resolve', 'by="$USER"')],
    ['document', `curl ${origin}/incidents/${id}?format=md`],
  ]
}
