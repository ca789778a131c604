import { ident } from '../../tree/name.ts'
import { isSerial } from '../../tree/type.ts'
import { columnType } from '../column-type.ts'

/** serial instead of identity. */
export const serialType = columnType(
  {
    id: 'serial-type',
    title: 'serial leaves a sequence that belongs to nobody',
    severity: 'info',
    looks: 'smallserial, serial, bigserial.',
    why: 'Its sequence wants its own GRANT, its default can be dropped by accident, and anybody may write a number that it will give out later. Identity columns have none of that.',
    sources: ['squawk prefer-identity', 'pgfence', 'https://wiki.postgresql.org/wiki/Don%27t_Do_This'],
  },
  (type, { name }) =>
    isSerial(type)
      ? {
          message: `${name} is ${type.name === 'serial8' ? 'bigserial' : type.name === 'serial2' ? 'smallserial' : 'serial'}`,
          recipe: [
            `-- ${ident(name)} bigint generated always as identity; in Drizzle: bigint('${name}', { mode: 'number' }).generatedAlwaysAsIdentity()`,
          ],
        }
      : null,
)
