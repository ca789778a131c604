import type { ForetoldInShort, Risk } from '../model/announcement.ts'
import { severityRank } from '../model/finding.ts'
import type { Preflight } from '../model/preflight.ts'

/** So many reasons are told. */
const MOST = 10

/** A preflight in short, for those who are told of a migration: what is pending, and how risky that is and why. */
export function inShort({ verdict, pending, predictions, lint }: Preflight): ForetoldInShort {
  const told = predictions
    .filter((prediction) => prediction.verdict !== 'hidden')
    .map(({ verdict: of, file, line, message }) => `${file}:${line} ${WORDS[of]}: ${message}`)
  const findings = (lint?.findings ?? []).toSorted((a, b) => severityRank(a.severity) - severityRank(b.severity))
  const risky = findings.filter(({ severity }) => severity === 'critical' || severity === 'high')
  const risk: Risk =
    verdict === 'stop' ? 'high' : verdict === 'unknown' ? 'unknown' : risky.length > 0 ? 'medium' : 'low'
  const linted = findings.map(({ severity, file, line, message }) => `${file}:${line} ${severity}: ${message}`)
  return { verdict, risk, pending: pending.map(({ tag }) => tag), reasons: [...told, ...linted].slice(0, MOST) }
}

const WORDS = {
  fails: 'will fail',
  unknown: 'is not known',
  data: 'depends on the rows',
  hidden: 'does nothing',
} as const

/** What is told where nothing was foretold, and why. */
export const notForetold = (why: string): ForetoldInShort => ({
  verdict: null,
  risk: 'unknown',
  pending: [],
  reasons: [why],
})
