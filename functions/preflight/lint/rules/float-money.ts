import { ident } from '../../tree/name.ts'
import { columnType } from '../column-type.ts'

const AMOUNT =
  /(?:^|_)(?:price|amount|total|subtotal|balance|cost|fee|tax|vat|salary|revenue|payment|discount|credit|debit|money|usd|eur)s?(?:_|$)/

/** An amount as a binary fraction. */
export const floatMoney = columnType(
  {
    id: 'float-money',
    title: 'An amount is kept as a binary fraction',
    severity: 'medium',
    looks:
      'real or double precision for a column whose name speaks of money (price, amount, total, balance, fee, tax …).',
    why: '0.1 + 0.2 is not 0.3 there: sums are off by cents, and two ways to add them differ.',
    sources: ['https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-FLOAT'],
  },
  (type, { name }) =>
    /^float[48]$/.test(type.name) && AMOUNT.test(name.replaceAll(/([a-z])([A-Z])/g, '$1_$2').toLowerCase())
      ? {
          message: `${name} is an amount in ${type.name === 'float4' ? 'real' : 'double precision'}`,
          recipe: [`-- ${ident(name)} numeric(12, 2)`],
        }
      : null,
)
