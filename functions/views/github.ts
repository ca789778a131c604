import type { Finding, Severity, Unknown } from '../model/finding.ts'
import type { Look } from '../model/run.ts'
import { locationOf } from './location.ts'
import { words } from './words.ts'

const commands = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'warning',
  info: 'notice',
} as const satisfies Record<Severity, string>

/** As @actions/core writes them: what would end the message, or the property, is percent-encoded. */
export const data = (text: string) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
export const property = (text: string) => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')

/** A look as workflow commands of GitHub Actions, one line each. `folder`: path of the migrations from the repository's root. */
export function githubText(look: Pick<Look, 'findings' | 'unknowns'>, options: { folder?: string } = {}): string {
  const lines = [...look.findings.map((finding) => annotation(finding, options.folder)), ...look.unknowns.map(unseen)]
  return lines.map((line) => `${line}\n`).join('')
}

function annotation(finding: Finding, folder: string | undefined): string {
  const { title, what, why, mend } = words(finding)
  const place = locationOf(finding, folder)
  const properties = [
    ...(place === null ? [] : [`file=${property(place.file)}`]),
    ...(place?.line == null ? [] : [`line=${place.line}`]),
    `title=${property(title)}`,
  ]
  return `::${commands[finding.severity]} ${properties.join(',')}::${data([what, why, ...mend].join('\n'))}`
}

/** Unknown is not clean: it fails the run, so it is an error here. */
const unseen = ({ check, subject, reason, mend }: Unknown) =>
  `::error title=${property(`Unknown: ${check}: ${subject}`)}::${data([reason, ...(mend === null ? [] : [mend])].join('\n'))}`
