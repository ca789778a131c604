import type { Context } from 'hono'
import { accepts } from 'hono/accepts'
import type { SheetFormat } from '../../views/formats/formats.ts'
import type { ReportFormat } from '../../views/formats/reports.ts'
import { Problem } from './problem.ts'

/** A sheet's and a monitor's formats are given only to who asks for them by `?format=` or by a media type that is theirs alone. */
export type Format = 'text' | 'json' | 'html' | 'csv' | 'health' | SheetFormat | ReportFormat

const MEDIA: Record<string, Format> = {
  'text/html': 'html',
  'application/xhtml+xml': 'html',
  'application/json': 'json',
  'text/plain': 'text',
  'application/sarif+json': 'sarif',
  'text/markdown': 'markdown',
  'application/health+json': 'health',
  'application/x-ndjson': 'ndjson',
  'text/csv': 'csv',
}

/** Command-line clients, which accept anything and are read by people. */
const TERMINAL = /^(curl|HTTPie|Wget|xh|fetch libfetch)\b|PowerShell\//i

/**
 * The format of an answer: `?format=` wins; then what Accept names; then text for terminals and JSON for programs.
 * A browser gets text where a page has no HTML. Throws a problem where `?format=` is none of `allowed`.
 */
export function formatOf(c: Context, allowed: readonly Format[]): Format {
  c.header('Vary', 'Accept, User-Agent')
  const asked = c.req.query('format')
  if (asked !== undefined) return allowedFormat(asked, allowed)
  const named = accepts(c, { header: 'Accept', supports: Object.keys(MEDIA), default: '', match: firstNamed })
  const format = MEDIA[named]
  if (format !== undefined) return allowed.includes(format) ? format : 'text'
  return TERMINAL.test(c.req.header('User-Agent') ?? '') ? 'text' : 'json'
}

function allowedFormat(asked: string, allowed: readonly Format[]): Format {
  const format = allowed.find((name) => name === asked || (asked === 'md' && name === 'markdown'))
  if (format) return format
  throw new Problem('unknown-format', {
    detail: `format=${asked} is not one of ${allowed.join(', ')}.`,
    mend: `ask for ?format=${allowed.join(' or ?format=')}, or leave it out`,
  })
}

/** The most wanted type that is named in full: a star says nothing. */
function firstNamed(
  wanted: { type: string; q: number }[],
  { supports, default: none }: { supports: string[]; default: string },
): string {
  const byWish = wanted.filter(({ q }) => q > 0).toSorted((a, b) => b.q - a.q)
  return byWish.find(({ type }) => supports.includes(type))?.type ?? none
}
