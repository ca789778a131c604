import { objectOf, written } from '../../tree/name.ts'
import { as } from '../../tree/node.ts'
import type { Rule } from '../rule.ts'
import { closed, NEXT_DEPLOY } from '../text.ts'

/** A domain's constraint reads every table that uses it. */
export const domainConstraint: Rule = {
  id: 'domain-constraint',
  title: 'A domain’s new constraint reads every table that uses it',
  severity: 'medium',
  looks: 'ALTER DOMAIN … ADD CONSTRAINT without NOT VALID, ALTER DOMAIN … SET NOT NULL.',
  why: 'Every column of the domain in every table is read under SHARE, which stops writing to all of them.',
  sources: [
    'squawk ban-alter-domain-with-add-constraint',
    'https://www.postgresql.org/docs/current/sql-alterdomain.html',
  ],
  check({ statement }) {
    const alter = as(statement.node, 'AlterDomainStmt')
    const constraint = as(alter?.def, 'Constraint')
    const reads = (alter?.subtype === 'C' && !constraint?.skip_validation) || alter?.subtype === 'O'
    if (!alter || !reads) return []
    const domain = written(objectOf(alter.typeName))
    const named = constraint?.conname
    return [
      {
        subject: `${domain}.${named ?? 'not null'}`,
        message: `all columns of ${domain} are read while nobody can write to their tables`,
        recipe: named
          ? [
              closed(`${statement.sql.trim().replace(/;$/, '')} not valid`),
              NEXT_DEPLOY,
              `alter domain ${domain} validate constraint ${named};`,
            ]
          : [`alter domain ${domain} add constraint … check (value is not null) not valid;`],
      },
    ]
  },
}
