import { ident } from '../../tree/name.ts'
import { columnType } from '../column-type.ts'

/** json instead of jsonb. */
export const jsonType = columnType(
  {
    id: 'json-type',
    title: 'json cannot be compared or indexed',
    severity: 'low',
    looks: 'json.',
    why: 'json has no equality: DISTINCT, GROUP BY and UNION over the row fail (on an existing table such queries break the moment the column is there). jsonb has, and takes an index.',
    sources: ['eugene E3', 'strong_migrations: adding a json column', 'pgfence'],
  },
  (type, { name, by }) =>
    type.name === 'json'
      ? {
          message: `${name} is json, not jsonb`,
          recipe: [`-- ${ident(name)} jsonb`],
          ...(by === 'add' ? { severity: 'medium' as const } : {}),
        }
      : null,
)
