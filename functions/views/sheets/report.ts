import type { TargetReport } from '../../model/report.ts'
import type { Sheet } from '../formats/sheet.ts'
import { lookSheet } from './look.ts'

/** A target as it was last seen, as a sheet; what was accepted is suppressed. */
export function reportSheet({ findings, unknowns, status, postgres, target, environment }: TargetReport): Sheet {
  const accepted = new Map(findings.flatMap(({ finding, accepted }) => (accepted ? [[finding.key, accepted]] : [])))
  const look = { findings: findings.map(({ finding }) => finding), unknowns, status, checks: [], postgres }
  return lookSheet(look, { target, environment, tool: 'status', accepted })
}
