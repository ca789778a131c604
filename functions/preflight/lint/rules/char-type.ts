import { ident } from '../../tree/name.ts'
import { columnType } from '../column-type.ts'

/** char(n). */
export const charType = columnType(
  {
    id: 'char-type',
    title: 'char(n) fills up with spaces',
    severity: 'low',
    looks: 'char(n), character(n).',
    why: 'Values are stored with spaces to the full length, and the spaces come and go with each cast and comparison. It is not quicker than text.',
    sources: ['squawk ban-char-field', 'https://wiki.postgresql.org/wiki/Don%27t_Do_This'],
  },
  (type, { name }) =>
    type.name === 'bpchar'
      ? {
          message: `${name} is char(${type.args[0] ?? 1})`,
          recipe: [`-- ${ident(name)} text, with a CHECK where the length matters`],
        }
      : null,
)
