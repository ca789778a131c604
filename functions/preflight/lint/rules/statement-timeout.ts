import type { Rule } from '../rule.ts'
import { unguarded } from './lock-timeout.ts'

/** No statement_timeout. */
export const statementTimeout: Rule = {
  id: 'statement-timeout',
  title: 'A lock may be held without end',
  severity: 'info',
  weighs: 'traffic',
  looks: 'A statement that takes a lock others wait for, in a file that did not set statement_timeout before.',
  why: 'A scan that was thought to be short holds its lock until it is done. A limit turns an outage into a failed deploy.',
  sources: ['squawk require-statement-timeout', 'strong_migrations: statement timeouts', 'pgfence'],
  check: (at) =>
    unguarded(at, 'statement_timeout').map((hit) => ({
      ...hit,
      recipe: ['-- as the first statement of the file:', "set local statement_timeout = '30s';"],
    })),
}
