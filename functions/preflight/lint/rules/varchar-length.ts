import { ident, made } from '../../tree/name.ts'
import { columnType } from '../column-type.ts'

/** varchar(n). */
export const varcharLength = columnType(
  {
    id: 'varchar-length',
    title: 'A length is part of the type',
    severity: 'info',
    looks: 'varchar(n).',
    why: 'text is as quick and as small. To shorten varchar(n) later rewrites the table; a CHECK can be added NOT VALID and dropped in a moment.',
    sources: ['squawk prefer-text-field', 'pgfence', 'https://wiki.postgresql.org/wiki/Don%27t_Do_This'],
  },
  (type, { name, table }) =>
    type.name === 'varchar' && type.args.length > 0 && !type.array
      ? {
          message: `${name} is varchar(${type.args[0]})`,
          recipe: [
            `${ident(name)} text constraint ${ident(made(table.name, name, 'length'))} check (char_length(${ident(name)}) <= ${type.args[0]})`,
          ].map((line) => `-- ${line}`),
        }
      : null,
)
