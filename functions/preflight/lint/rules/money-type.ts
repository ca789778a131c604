import { ident } from '../../tree/name.ts'
import { columnType } from '../column-type.ts'

/** money. */
export const moneyType = columnType(
  {
    id: 'money-type',
    title: 'money hangs on a setting of the server',
    severity: 'medium',
    looks: 'money.',
    why: 'Its currency and its number of digits are those of lc_monetary: a dump restored elsewhere has other amounts.',
    sources: [
      'https://wiki.postgresql.org/wiki/Don%27t_Do_This',
      'https://www.postgresql.org/docs/current/datatype-money.html',
    ],
  },
  (type, { name }) =>
    type.name === 'money'
      ? {
          message: `${name} is money`,
          recipe: [`-- ${ident(name)} numeric(12, 2), or bigint of the smallest unit, and a column for the currency`],
        }
      : null,
)
