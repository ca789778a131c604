import { legalAsItStands, literalsIn } from '../literals.ts'
import type { Hit, Rule } from '../rule.ts'

const ISO = /^(\d{4})-(\d\d?)-(\d\d?)(?:[ T](\d\d?):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s*(?:Z|[+-]\d\d(?::?\d\d)?)?)?$/

/** A constant that must be a date or a moment. */
export const timestampLiteral: Rule = {
  id: 'timestamp-literal',
  title: 'A constant that must be a date or a moment',
  severity: 'high',
  looks:
    'A default of a date, timestamp or timestamptz column, and what stands before such a cast. What is neither ISO nor one of PostgreSQL’s words is left to PostgreSQL.',
  why: "What is no date fails with 22007 or 22008. 'now' as a default is the moment of the migration, for ever: now() is that of the insert.",
  sources: [
    'https://www.postgresql.org/docs/current/datatype-datetime.html#DATATYPE-DATETIME-SPECIAL-VALUES',
    'the guide’s casting mistakes',
  ],
  check: ({ statement, known }) =>
    literalsIn(statement.node, known).flatMap((constant): Hit[] => {
      const { text, type, subject, at } = constant
      if (!/^(?:date|timestamp|timestamptz)$/.test(type.name) || type.array || text === null) return []
      if (/^(?:now|today|tomorrow|yesterday)(?:\(\))?$/i.test(text.trim()))
        return [
          {
            subject,
            at,
            severity: 'medium',
            message: `'${text}' is the moment at which the statement runs, not that of each insert`,
            recipe: [type.name === 'date' ? '-- current_date' : '-- now()'],
          },
        ]
      const judged = isMoment(text)
      if (judged === false)
        return [
          {
            subject,
            at,
            message: `'${text}' is no moment that there is (22007 or 22008)`,
            recipe: ["-- '2025-12-31T23:59:59Z'"],
          },
        ]
      return judged === null ? [] : legalAsItStands(constant)
    }),
}

/** Whether a text is a date that there is; null where only PostgreSQL can tell. */
export function isMoment(text: string): boolean | null {
  const bare = text.trim()
  if (/^(?:epoch|-?infinity)$/i.test(bare)) return true
  if (!/\d/.test(bare)) return false
  const found = ISO.exec(bare)
  if (!found) return null
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found
    .slice(1)
    .map((part) => Number(part ?? 0))
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate()
  const inDay = hour < 24 || (hour === 24 && minute === 0 && second === 0)
  return year > 0 && month >= 1 && month <= 12 && day >= 1 && day <= days && inDay && minute < 60 && second <= 60
}
