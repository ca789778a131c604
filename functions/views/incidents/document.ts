import type { IncidentDocument } from '../../model/incident-document.ts'
import { MONITOR } from '../../model/incident-record.ts'
import type { SeenFinding } from '../../model/report.ts'
import { words } from '../words.ts'
import { appearedText, whoText } from '../words/cause.ts'
import { incidentTitle, span } from '../words/incidents.ts'
import { sentence, stamp } from '../words/text.ts'
import { TRUTHS, truthOf } from '../words/truth.ts'
import { visible } from '../text/lines.ts'
import { entryText } from './entry.ts'
import type { IncidentShown } from './json.ts'

/** So many findings are explained in full; the rest is named. */
const MOST_EXPLAINED = 10

/** What nobody wrote yet. */
const LESSONS = ['_To be written._', '', '- What went well?', '- What did not?', '- Where did luck help?']

/** What is known to help against what happened; the rest is for people to write. */
function preventionOf(evidence: readonly SeenFinding[]): string[] {
  const came = evidence.flatMap(({ finding }) =>
    'appeared' in finding && finding.appeared ? [finding.appeared.deploy?.id ?? null] : [],
  )
  const deploys = [...new Set(came.filter((id) => id !== null))]
  return [
    '_To be written._ What would have kept it from happening, or shown it sooner?',
    '',
    ...(deploys.length > 0
      ? [
          `- It came about the time of ${deploys.map(inline).join(', ')}: let the gate and preflight hold such a deploy (docs/hooks.md).`,
        ]
      : []),
    ...(came.includes(null)
      ? [
          '- It came without a deploy that Plumbline was told of: change the schema by migrations only, and tell it of deploys (docs/hooks.md).',
        ]
      : []),
    '- [ ] …',
  ]
}

/**
 * The document of an incident in Markdown, with the sections of the guide: what people wrote, and where they did not, what is known.
 * @param evidence the newest episodes of its findings
 * @param origin the Worker's address, for links
 */
export function incidentMarkdown(shown: IncidentShown, evidence: readonly SeenFinding[], origin: string): string {
  const { record, document } = shown
  const written = (name: keyof IncidentDocument, otherwise: () => readonly string[]): string[] => {
    const text = document[name]
    return text === undefined ? [...otherwise()] : [text]
  }
  const sections: [string, readonly string[]][] = [
    ['Problem', written('problem', () => problemOf(shown, origin))],
    ['Timeline', timelineOf(shown)],
    ['Root cause', written('rootCause', () => causeOf(shown, evidence, origin))],
    ['Resolution', written('resolution', () => resolutionOf(shown))],
    ['Prevention', written('prevention', () => preventionOf(evidence))],
    ['Lessons learned', written('lessons', () => LESSONS)],
  ]
  const title = `# Incident ${record.id}: ${inline(incidentTitle(record))}`
  return `${[title, ...sections.map(([name, lines]) => [`## ${name}`, '', ...lines].join('\n'))].join('\n\n')}\n`
}

function problemOf({ record }: IncidentShown, origin: string): string[] {
  const { id, target, told, incident } = record
  const { since, resolvedAt, worst, findings } = incident
  const more = findings.length - told.length
  return [
    ...told.map(({ severity, title }) => `- **${severity}**: ${inline(title)}`),
    ...(more > 0 ? [`- and ${more} more`] : []),
    '',
    '| | |',
    '|---|---|',
    `| Target | ${target === MONITOR ? 'the monitor itself' : target} |`,
    `| Severity | ${worst} |`,
    `| From | ${stamp(since)} |`,
    `| To | ${resolvedAt === null ? 'it is not over yet' : `${stamp(resolvedAt)}, after ${span(resolvedAt - since)}`} |`,
    `| More | <${origin}/incidents/${id}> |`,
  ]
}

const timelineOf = ({ record, timeline }: IncidentShown): string[] => [
  '| Time | What |',
  '|---|---|',
  `| ${stamp(record.incident.since)} | Seen first |`,
  ...timeline.map(({ at, entry }) => `| ${stamp(at)} | ${inline(sentence(entryText(entry)))} |`),
]

function causeOf({ record }: IncidentShown, evidence: readonly SeenFinding[], origin: string): string[] {
  if (evidence.length === 0)
    return ['_To be written._ What was seen:', '', ...record.told.map(({ title }) => `- ${inline(title)}`)]
  const explained = evidence.slice(0, MOST_EXPLAINED).flatMap(({ finding, firstSeen }) => {
    const { title, what, why } = words(finding)
    const appeared = appearedText('appeared' in finding ? finding.appeared : undefined)
    const who = whoText('who' in finding ? finding.who : undefined)
    const truth = truthOf(finding)
    const migration = 'migration' in finding ? finding.migration : null
    const facts = [
      ...(migration === null ? [] : [`Migration: \`${code(migration)}\``]),
      ...(truth === null ? [] : [`Wrong: ${inline(TRUTHS[truth])}`]),
      ...(appeared === '' ? [] : [`Came: ${inline(appeared)}`]),
      ...(who === '' ? [] : [`By: ${inline(who)}`]),
      `First seen: ${stamp(firstSeen)}`,
      `Evidence: <${origin}/${record.target}/findings/${encodeURIComponent(finding.key)}>`,
    ]
    return [`### ${inline(title)}`, '', inline(what), '', inline(why), '', ...facts.map((fact) => `- ${fact}`), '']
  })
  const rest = evidence.slice(MOST_EXPLAINED).map(({ finding }) => `- ${inline(words(finding).title)}`)
  return [...explained, ...(rest.length > 0 ? ['### And', '', ...rest] : [])]
}

/** Whatever a text holds, no fence in it ends the block. */
function fenced(text: string, language: string): string[] {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  return [`${fence}${language}`, visible(text), fence]
}

function resolutionOf({ record: { told, incident } }: IncidentShown): string[] {
  const steps = told.flatMap(({ title, mend }, i) =>
    mend.length === 0
      ? []
      : [`${i + 1}. ${inline(title)}`, '', ...fenced(mend.join('\n'), isSql(mend) ? 'sql' : 'sh'), ''],
  )
  const end =
    incident.resolvedAt === null
      ? 'It is not over yet.'
      : `It was over at ${stamp(incident.resolvedAt)}; the SQL is what was suggested, and may do harm now.`
  return [...(steps.length === 0 ? ['Nothing was suggested.', ''] : steps), end]
}

const isSql = (mend: readonly string[]) => mend.some((text) => text.trimEnd().endsWith(';'))

/** A text of ours or of a target as Markdown that shows it, and does nothing else; an underscore inside a word does nothing. */
const inline = (text: string): string =>
  visible(text)
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\\`*[\]<>#|~]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, String.raw`\$&`)

/** A text that stands between backticks. */
const code = (text: string) => visible(text).replaceAll('`', "'")
