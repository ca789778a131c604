import { ident } from '../../tree/name.ts'
import { columnType } from '../column-type.ts'

/** time with time zone. */
export const timeWithZone = columnType(
  {
    id: 'time-with-zone',
    title: 'A time of day with a zone means nothing',
    severity: 'low',
    looks: 'timetz, time with time zone.',
    why: 'Without a date an offset cannot know summer time. PostgreSQL has it because the standard wants it, and advises against it.',
    sources: [
      'https://www.postgresql.org/docs/current/datatype-datetime.html',
      'https://wiki.postgresql.org/wiki/Don%27t_Do_This',
    ],
  },
  (type, { name }) =>
    type.name === 'timetz'
      ? {
          message: `${name} is a time with time zone`,
          recipe: [`-- ${ident(name)} timestamptz, or time and the name of the zone`],
        }
      : null,
)
