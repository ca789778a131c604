import type { LintFinding, LintReport } from '../../model/lint.ts'
import { sarifLevel, sarifLog, type SarifOptions } from '../sarif.ts'
import { under } from './github.ts'
import { inOrder } from './order.ts'

/** What lint has to say as a SARIF 2.1.0 log: a rule for each that spoke, ignored findings as suppressed, unknowns as notifications. */
export function lintSarif(report: LintReport, options: SarifOptions = {}) {
  const ids = report.rules.map(({ id }) => id)
  return sarifLog(options, {
    rules: report.rules.map(({ id, title, why, severity }) => ({
      id,
      shortDescription: { text: title },
      fullDescription: { text: why },
      defaultConfiguration: { level: sarifLevel(severity) },
    })),
    unknowns: report.unknowns.map(({ file, line, reason }) => ({
      level: 'error',
      descriptor: { id: 'unknown' },
      message: { text: `${file}:${line}: ${reason}` },
    })),
    results: inOrder(report).map((finding) => ({ ...result(finding, options), ruleIndex: ids.indexOf(finding.rule) })),
  })
}

const result = (
  { key, rule, severity, file, line, column, message, why, recipe }: LintFinding,
  { folder = '' }: SarifOptions,
) => ({
  ruleId: rule,
  level: sarifLevel(severity),
  message: { text: [message, why, ...recipe].join('\n') },
  partialFingerprints: { 'plumblineKey/v1': key },
  locations: [
    {
      physicalLocation: {
        artifactLocation: { uri: under(folder, file).split('/').map(encodeURIComponent).join('/') },
        region: { startLine: line, startColumn: column },
      },
      logicalLocations: [{ fullyQualifiedName: key }],
    },
  ],
})
