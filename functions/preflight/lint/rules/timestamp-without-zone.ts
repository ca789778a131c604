import { ident } from '../../tree/name.ts'
import { columnType } from '../column-type.ts'

/** timestamp without time zone. */
export const timestampWithoutZone = columnType(
  {
    id: 'timestamp-without-zone',
    title: 'A time without a zone is no moment',
    severity: 'low',
    looks: 'timestamp, timestamp without time zone.',
    why: 'It holds what a clock showed, not where: now() is cut to the session’s zone, and the same row is another moment for another client. timestamptz is as small.',
    sources: ['squawk prefer-timestamptz', 'pgfence', 'https://wiki.postgresql.org/wiki/Don%27t_Do_This'],
  },
  (type, { name }) =>
    type.name === 'timestamp'
      ? {
          message: `${name} is a timestamp without time zone`,
          recipe: [`-- ${ident(name)} timestamptz; in Drizzle: timestamp('${name}', { withTimezone: true })`],
        }
      : null,
)
