import type { Figure } from './figures.ts'

const number = (value: number, digits: number) =>
  value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })

/** 1234.5 ms → `1,235 ms`; 0.613 → `0.61` */
function said(value: number, unit: Figure['unit']): string {
  if (unit === 'ratio') return number(value, 2)
  if (unit === '%') return `${number(value, 2)} %`
  if (unit === 'round trips' || unit === 'facts') return number(value, 0)
  return `${number(value, unit === 'ms' && value < 20 ? 1 : 0)} ${unit === 'bytes' ? 'B' : unit}`
}

const metOr = ({ met, note }: Figure) => note ?? (met === null ? '' : met ? 'met' : 'not met')

/** The figures as an aligned table: figure, measured, aim, met or not met. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.name,
    figure.value === null ? '–' : said(figure.value, figure.unit),
    figure.aim === null ? '' : `≤ ${said(figure.aim, figure.unit)}`,
    metOr(figure),
  ])
  const header = ['figure', 'measured', 'aim', '']
  const widths = header.map((_, column) => Math.max(...[header, ...rows].map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) =>
        column === 1 || column === 2 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd()
  return [line(header), ...rows.map(line)].join('\n')
}
