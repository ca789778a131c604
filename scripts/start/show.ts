import type { VerdictJson } from '../../functions/views/performance/json.ts'
import type { Told } from './channel.ts'
import { PLUMBLINE } from '../../functions/model/commands.ts'
import type { TargetReport } from '../../functions/model/report.ts'
import { targetText } from '../../functions/views/text.ts'
import { brief, shell } from '../../functions/views/words/text.ts'
import { print, textOptions } from '../commands/support/terminal.ts'

/** What the commands that are shown need to know. */
export interface Shown {
  /** Paths from the current folder. */
  tokenFile: string
  migrations: string
  /** Whether the target has backups to show. */
  backups: boolean
  /** What people were told through the demo’s channel. */
  told: readonly Told[]
  /** Whether the demo is slower since it was changed by hand; null: a database of the user's own. */
  slower: VerdictJson | null
  /** The demo's connection string and a place for backups of it; null: a database of the user's own, whose password is not shown. */
  demo: { url: string; copies: string } | null
}

/** Writes the report, and where to see it again. */
export function show(report: TargetReport, origin: string, shown: Shown): void {
  print(`\n${targetText(report, textOptions())}`)
  print(`\n${again(report, origin, shown).join('\n')}`)
}

/** A path or key as one word of a shell. */
const word = (path: string) => (/^[\w.:/@-]+$/.test(path) ? path : shell(path))

function again(
  { target, findings }: TargetReport,
  origin: string,
  { tokenFile, migrations, backups, demo, told, slower }: Shown,
): string[] {
  const [first] = findings
  const key = first && encodeURIComponent(first.finding.key).replaceAll('%3A', ':')
  return [
    'See it again:',
    `  curl ${origin}/${target}`,
    `  curl ${origin}/${target}/${key === undefined ? 'runs' : `findings/${key}`}`,
    `  curl -X POST -H "Authorization: Bearer $(cat ${word(tokenFile)})" ${origin}/${target}/runs`,
    ...slowness(slower, `${origin}/${target}/performance`, tokenFile),
    'What the next migrate would do:',
    `  tar c ${word(migrations)} | curl --data-binary @- -H "Authorization: Bearer $(cat ${word(tokenFile)})" ${origin}/${target}/preflight`,
    ...onLaptop(migrations, demo),
    ...telling(told, origin),
    ...(backups ? ensuring(`${origin}/${target}/backups`, tokenFile) : []),
    'Tell it of a deploy, as a webhook would, and wait for the verdict:',
    `  ${PLUMBLINE} hook send --target ${target} --url ${origin}`,
    `  curl "${origin}/${target}/gate?wait=60"`,
    `In the browser: ${origin}/${target}`,
    ...(first === undefined
      ? []
      : ['Accept a finding for a time:', `  ${accepting(first.finding.key, target, origin)}`]),
  ]
}

/** What is slower since the demo was changed by hand, and why, as its own counters say. */
function slowness(verdict: VerdictJson | null, address: string, tokenFile: string): string[] {
  if (verdict === null) return []
  const said = verdict.findings.map(
    ({ title, what }) => `${brief(title, 110)}: ${brief(what.split('; ')[0] ?? '', 80)}`,
  )
  const unsaid = verdict.unknowns.map(({ subject, reason }) => brief(`${subject}: ${reason}`, 110))
  return [
    `Slower since it was changed by hand? ${verdict.verdict.toUpperCase()}`,
    ...[...said, ...(said.length === 0 ? unsaid : [])].map((line) => `  ${line}`),
    `  curl ${address}`,
    `  curl -X POST -H "Authorization: Bearer $(cat ${word(tokenFile)})" ${address}`,
  ]
}

/** What people were told, and what they do then. */
function telling([first, ...more]: readonly Told[], origin: string): string[] {
  if (first === undefined) return []
  const acknowledge = first.links.find(({ label }) => label === 'Acknowledge')
  return [
    `People were told, through a stand-in for Slack or PagerDuty${more.length === 0 ? '' : ` (and of ${more.length} more)`}:`,
    `  ${brief(first.headline, 100)}`,
    ...(acknowledge === undefined ? [] : [`  curl -d by=$USER '${acknowledge.url}'`]),
    `  curl ${origin}/channels`,
  ]
}

/** What needs files, a scratch database or the right to write. A database of one's own is only read, also by these. */
function onLaptop(migrations: string, demo: Shown['demo']): string[] {
  const url = demo === null ? "'postgresql://…'" : word(demo.url)
  const guarded = demo === null ? '--dry-run' : `--backup-to ${word(demo.copies)}/$(date +%s)`
  const commands = ['lint --pending', 'rehearse', `migrate ${guarded}`, 'recover']
  return [
    'What a laptop or CI does: judge it, try it on a copy, apply it under guard, find the way back:',
    `  export DATABASE_URL=${url}`,
    ...commands.map((command) => `  ${PLUMBLINE} ${command} --migrations ${word(migrations)}`),
  ]
}

const ensuring = (address: string, tokenFile: string) => [
  'Its backups, and one before a migration (of a stand-in for Supabase):',
  `  curl ${address}`,
  `  curl -X POST -H "Authorization: Bearer $(cat ${word(tokenFile)})" -H 'Idempotency-Key: deploy-1' ${address}`,
]

const accepting = (key: string, target: string, origin: string) =>
  `${PLUMBLINE} accept ${word(key)} --target ${target} --url ${origin} --reason 'until the import' --expires 8d`
