import type { Severity } from '../../model/finding.ts'
import {
  isWhole,
  LEVELS,
  under,
  type Place,
  type Sheet,
  type SheetItem,
  type SheetOptions,
  type SheetRule,
} from './sheet.ts'

/** GitHub's three words for how much a rule matters (docs.github.com, "SARIF support for code scanning"). */
const PROBLEM = { error: 'error', warning: 'warning', note: 'recommendation' } as const

/**
 * A sheet as a SARIF 2.1.0 log of one run: a rule for each that spoke, unknowns as notifications, and a run that failed
 * if there are any. Each command has a category of its own (automationDetails), so that code scanning keeps its alerts
 * apart; a result's fingerprint is its key, so that an alert outlives the lines above it.
 */
export function sarif({ tool, rules, items, unknowns }: Sheet, { folder, version }: SheetOptions = {}) {
  const ids = rules.map(({ id }) => id)
  // SARIF 2.1.0, 3.27.23: all results of a run have this property, or none.
  const suppresses = items.some(({ suppressed }) => suppressed !== null)
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Plumbline',
            ...(version === undefined ? {} : { semanticVersion: version }),
            rules: rules.map(ruleOf),
          },
        },
        automationDetails: { id: `plumbline/${tool}/` },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: isWhole({ items, unknowns }),
            toolExecutionNotifications: unknowns.map(({ key, title, lines, place }) => ({
              level: 'error',
              descriptor: { id: key },
              message: { text: [title, ...lines].join('\n') },
              ...(place === null ? {} : { locations: [{ physicalLocation: physical(place, folder) }] }),
            })),
          },
        ],
        results: items.map((item) => ({
          ...result(item, folder),
          ruleIndex: ids.indexOf(item.rule),
          ...(suppresses ? { suppressions: suppressions(item) } : {}),
        })),
      },
    ],
  }
}

function ruleOf({ id, title, why, severity, links }: SheetRule) {
  const help = [why ?? title, ...links.map((link) => `See ${link}`)]
  const markdown = [why ?? title, ...links.map((link) => `See <${link}>`)]
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: why ?? title },
    help: { text: help.join('\n\n'), markdown: markdown.join('\n\n') },
    ...(links[0] === undefined ? {} : { helpUri: links[0] }),
    ...(severity === null ? {} : levelOf(severity)),
  }
}

const levelOf = (severity: Severity) => ({
  defaultConfiguration: { level: LEVELS[severity] },
  properties: { 'problem.severity': PROBLEM[LEVELS[severity]], tags: ['database', 'migrations'] },
})

const result = ({ key, rule, severity, title, lines, mend, place }: SheetItem, folder: string | undefined) => ({
  ruleId: rule,
  level: LEVELS[severity],
  message: { text: [title, ...lines, ...mend].join('\n') },
  // The second is the one that GitHub goes by; without it, it takes the text of the line and those after it.
  partialFingerprints: { 'plumblineKey/v1': key, primaryLocationLineHash: key },
  locations: [
    { physicalLocation: physical(place ?? NOWHERE, folder), logicalLocations: [{ fullyQualifiedName: key }] },
  ],
})

/** Code scanning refuses a result without a file: what has none belongs to the history as a whole. */
const NOWHERE: Place = { file: 'meta/_journal.json', line: 1, column: null }

function physical({ file, line, column }: Place, folder: string | undefined) {
  const region = { startLine: line ?? 1, ...(column === null ? {} : { startColumn: column }) }
  return { artifactLocation: { uri: uriOf(under(folder, file)) }, region }
}

const uriOf = (path: string): string => path.toWellFormed().split('/').map(encodeURIComponent).join('/')

const suppressions = ({ suppressed }: SheetItem) =>
  suppressed === null ? [] : [{ kind: suppressed.kind, status: 'accepted', justification: suppressed.reason }]
