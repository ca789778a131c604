import type { Acceptance } from '../model/acceptance.ts'
import type { Finding, Severity, Unknown } from '../model/finding.ts'
import type { Look } from '../model/run.ts'
import { locationOf } from './location.ts'
import { headingOf, words } from './words.ts'
import { acceptedBy } from './words/decisions.ts'

export interface SarifOptions {
  /** Path of the migrations folder from the root of the repository. */
  folder?: string
  /** Version of Plumbline. */
  version?: string
  /** The findings that were accepted, by key: they are suppressed. Absent: nobody could accept any. */
  accepted?: ReadonlyMap<string, Acceptance>
}

const levels = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'warning',
  info: 'note',
} as const satisfies Record<Severity, string>

/** The level of SARIF that a severity is worth. */
export const sarifLevel = (severity: Severity): 'error' | 'warning' | 'note' => levels[severity]

/** A SARIF 2.1.0 log of one run, which failed if there are unknowns. */
export const sarifLog = <Rule, Notification, Result>(
  { version }: SarifOptions,
  { rules, unknowns, results }: { rules: Rule[]; unknowns: Notification[]; results: Result[] },
) => ({
  $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
  version: '2.1.0',
  runs: [
    {
      tool: {
        driver: { name: 'Plumbline', ...(version === undefined ? {} : { semanticVersion: version }), rules },
      },
      invocations: [{ executionSuccessful: unknowns.length === 0, toolExecutionNotifications: unknowns }],
      results,
    },
  ],
})

/** A look as a SARIF 2.1.0 log: a rule for each type found, unknowns as notifications, and a run that failed if there are any. */
export function sarif(look: Pick<Look, 'findings' | 'unknowns'>, options: SarifOptions = {}) {
  const types = [...new Set(look.findings.map(({ type }) => type))].toSorted()
  return sarifLog(options, {
    rules: types.map((type) => ({ id: type, shortDescription: { text: headingOf(type) } })),
    unknowns: look.unknowns.map(notification),
    results: look.findings.map((finding) => ({ ...result(finding, options), ruleIndex: types.indexOf(finding.type) })),
  })
}

function result(finding: Finding, { folder, accepted }: SarifOptions) {
  const { title, what, why, mend } = words(finding)
  return {
    ruleId: finding.type,
    level: sarifLevel(finding.severity),
    message: { text: [title, what, why, ...mend].join('\n') },
    partialFingerprints: { 'plumblineKey/v1': finding.key },
    locations: [{ ...physical(finding, folder), logicalLocations: [{ fullyQualifiedName: finding.key }] }],
    // SARIF 2.1.0, 3.27.23: all results of a run have this property, or none.
    ...(accepted === undefined ? {} : { suppressions: suppressions(accepted.get(finding.key)) }),
  }
}

const suppressions = (acceptance: Acceptance | undefined) =>
  acceptance === undefined ? [] : [{ kind: 'external', status: 'accepted', justification: acceptedBy(acceptance) }]

function physical(finding: Finding, folder: string | undefined) {
  const place = locationOf(finding, folder)
  if (place === null) return {}
  const region = place.line === null ? {} : { region: { startLine: place.line } }
  return {
    physicalLocation: { artifactLocation: { uri: place.file.split('/').map(encodeURIComponent).join('/') }, ...region },
  }
}

const notification = ({ key, check, subject, reason, mend }: Unknown) => ({
  level: 'error',
  descriptor: { id: key },
  message: { text: `${check}: ${subject}: ${reason}${mend === null ? '' : `\n${mend}`}` },
})
