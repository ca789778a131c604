import { z } from 'zod'
import { counted, type TargetReport } from '../model/report.ts'
import { tally } from './tally.ts'
import { xml } from './text/xml.ts'
import { worstOf } from './worst-first.ts'

/** https://shields.io/badges/endpoint-badge: what shields.io reads to draw a badge. */
export const BadgeJson = z.object({
  schemaVersion: z.literal(1),
  label: z.string(),
  message: z.string(),
  color: z.enum(['brightgreen', 'yellow', 'red', 'lightgrey']),
  isError: z.boolean().describe('Nobody can say how it is'),
  cacheSeconds: z.number().int().describe('shields.io takes no less than 300'),
})
export type BadgeJson = z.infer<typeof BadgeJson>

const COLOURS = { pass: 'brightgreen', warn: 'yellow', fail: 'red', unknown: 'lightgrey' } as const

/** How targets are, in two words; it names no finding. */
export function badgeOf(reports: readonly TargetReport[], label: string): BadgeJson {
  const status = worstOf(reports) ?? 'unknown'
  const found = reports
    .flatMap(({ findings }) => counted(findings))
    .filter(({ finding }) => finding.severity !== 'info')
  const message = status === 'unknown' ? 'unknown' : found.length === 0 ? 'true to its migrations' : tally(found, 2)
  return { schemaVersion: 1, label, message, color: COLOURS[status], isError: status === 'unknown', cacheSeconds: 300 }
}

/** As shields.io has them; white is read on each of them with its shadow. */
const HEX = { brightgreen: '#3a7d0a', yellow: '#8a6d00', red: '#b93a2b', lightgrey: '#5f6368' } as const

const HEIGHT = 20
const PAD = 6

/**
 * A badge as SVG, drawn like a flat one of shields.io. shields.io's own library brings 900 KB of letter widths; here they
 * are estimated, and textLength makes the text fit them.
 */
export function badgeSvg({ label, message, color }: Pick<BadgeJson, 'label' | 'message' | 'color'>): string {
  const [left, right] = [widthOf(label), widthOf(message)]
  const [from, width] = [left + 2 * PAD, left + right + 4 * PAD]
  const said = xml(`${label}: ${message}`)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEIGHT}" role="img" aria-label="${said}">`,
    `<title>${said}</title>`,
    `<clipPath id="r"><rect width="${width}" height="${HEIGHT}" rx="3" fill="#fff"/></clipPath>`,
    `<g clip-path="url(#r)"><rect width="${from}" height="${HEIGHT}" fill="#444"/>`,
    `<rect x="${from}" width="${width - from}" height="${HEIGHT}" fill="${HEX[color]}"/></g>`,
    `<g font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="11">`,
    words(label, PAD, left),
    words(message, from + PAD, right),
    `</g></svg>\n`,
  ].join('')
}

/** A text from `x` on, as long as `length` (px), with its shadow. */
const words = (text: string, x: number, length: number) =>
  [
    ['15', '#010101', ' fill-opacity=".3"'],
    ['14', '#fff', ''],
  ]
    .map(
      ([y, fill, more]) => `<text x="${x}" y="${y}" fill="${fill}"${more} textLength="${length}">${xml(text)}</text>`,
    )
    .join('')

/** Of Verdana at 11 px, about: narrow letters, wide ones, all others. */
const widthOf = (text: string): number =>
  Math.round(
    [...text].reduce(
      (sum, letter) => sum + (/[ijl.,:;|!'()[\]f t]/.test(letter) ? 4.2 : /[mwMW@%]/.test(letter) ? 10.5 : 7),
      0,
    ),
  )
