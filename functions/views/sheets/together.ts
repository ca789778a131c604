import type { RunStatus } from '../../model/run.ts'
import type { Sheet } from '../formats/sheet.ts'

/** What one part of a whole came to. */
export interface Part {
  name: string
  status: RunStatus
  summary: string
}

const WORST: readonly RunStatus[] = ['fail', 'unknown', 'warn', 'pass']

/** The worst of some statuses; pass where there are none. */
export const worst = (statuses: readonly RunStatus[]): RunStatus =>
  WORST.find((status) => statuses.includes(status)) ?? 'pass'

/** Several sheets as one of a command of its own, which begins with a table of what each part came to. */
export const together = (tool: string, parts: readonly Part[], sheets: readonly Sheet[]): Sheet => ({
  tool,
  status: worst(parts.map(({ status }) => status)),
  subject: sheets.find(({ subject }) => subject !== '')?.subject ?? '',
  summary: parts.map(({ name, status }) => `${name} ${status}`).join(', '),
  looked: sheets.flatMap(({ looked }) => looked),
  rules: [...new Map(sheets.flatMap(({ rules }) => rules).map((rule) => [rule.id, rule])).values()],
  items: sheets.flatMap(({ items }) => items),
  unknowns: sheets.flatMap(({ unknowns }) => unknowns),
  tables: [
    {
      heading: 'Parts',
      columns: ['', 'result', 'what'],
      rows: parts.map(({ name, status, summary }) => [name, status, summary]),
    },
    ...sheets.flatMap(({ tables }) => tables),
  ],
})
