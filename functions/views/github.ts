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

export interface GithubOptions {
  /** Path of the migrations from the repository's root. */
  folder?: string
  /** The findings that were accepted, by key: they are not told. */
  accepted?: ReadonlyMap<string, unknown>
}

/** A look as workflow commands of GitHub Actions, one line each. */
export function githubText(look: Pick<Look, 'findings' | 'unknowns'>, options: GithubOptions = {}): string {
  const findings = look.findings.filter(({ key }) => !options.accepted?.has(key))
  const lines = [...findings.map((finding) => annotation(finding, options.folder)), ...look.unknowns.map(unseen)]
  return lines.map((line) => `${line}\n`).join('')
}

function annotation(finding: Finding, folder: string | undefined): string {
  const { title, what, why, mend } = words(finding)
  const place = locationOf(finding, folder)
  const properties = { file: place?.file, line: place?.line ?? undefined, title }
  return annotationLine(levelOf(finding.severity), properties, [what, why, ...mend])
}

/** The workflow command that a severity is worth. */
export const levelOf = (severity: Severity): 'error' | 'warning' | 'notice' => commands[severity]

/** One workflow command; properties that are undefined are left out. */
export function annotationLine(
  command: 'error' | 'warning' | 'notice',
  properties: { file?: string | undefined; line?: number | undefined; col?: number | undefined; title: string },
  lines: readonly string[],
): string {
  const shown = Object.entries(properties).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${property(String(value))}`],
  )
  return `::${command} ${shown.join(',')}::${data(lines.join('\n'))}`
}

/** Unknown is not clean: it fails the run, so it is an error here. */
const unseen = ({ check, subject, reason, mend }: Unknown) =>
  annotationLine('error', { title: `Unknown: ${check}: ${subject}` }, [reason, ...(mend === null ? [] : [mend])])
