import type { TargetReport } from '../../model/report.ts'
import { findingJson, targetJson } from '../json.ts'

/**
 * Targets as lines of JSON (https://github.com/ndjson/ndjson-spec): `kind` says what a line is: a target, then its findings
 * and what could not be looked at, each with the name of its target.
 */
export const ndjson = (reports: readonly TargetReport[], now: number): string =>
  reports
    .flatMap((report) => {
      const { target } = report
      const { findings: _findings, unknowns: _unknowns, ...summary } = targetJson(report, now)
      return [
        { kind: 'target', ...summary },
        ...report.findings.map((seen) => ({ kind: 'finding', target, ...findingJson(seen) })),
        ...report.unknowns.map((unknown) => ({ kind: 'unknown', target, ...unknown })),
      ]
    })
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('')
