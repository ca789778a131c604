import type { Severity } from '../../model/finding.ts'
import { under, type Place, type Sheet, type SheetOptions } from './sheet.ts'

/** GitLab's own five words, the worst first (docs.gitlab.com, "Code Quality report format"). */
const SEVERITIES = {
  critical: 'blocker',
  high: 'critical',
  medium: 'major',
  low: 'minor',
  info: 'info',
} as const satisfies Record<Severity, string>

/** A sheet as GitLab's code quality report. What is suppressed is not told. */
export const gitlab = ({ items, unknowns }: Sheet, { folder }: SheetOptions = {}) => [
  ...items
    .filter(({ suppressed }) => suppressed === null)
    .map(({ key, rule, severity, title, lines, place }) => ({
      description: [title, ...lines].join('\n'),
      check_name: rule,
      fingerprint: key,
      severity: SEVERITIES[severity],
      location: locationOf(place, folder),
    })),
  ...unknowns.map(({ key, title, lines, place }) => ({
    description: [`Unknown: ${title}`, ...lines].join('\n'),
    check_name: 'unknown',
    fingerprint: key,
    severity: SEVERITIES.high,
    location: locationOf(place, folder),
  })),
]

const locationOf = (place: Place | null, folder: string | undefined) => ({
  path: under(folder, place?.file ?? 'meta/_journal.json'),
  lines: { begin: place?.line ?? 1 },
})
