import { written } from '../../tree/name.ts'
import { locksOf } from '../locks.ts'
import type { At, Hit, Rule } from '../rule.ts'

/** The first statement of a transaction that takes a lock others wait for, where a setting was not made before. */
export function unguarded({ statement, known, transaction, file }: At, setting: string): Hit[] {
  if (transaction.settings.has(setting)) return []
  const strong = (own: typeof statement) =>
    locksOf(own.node, known).find(({ mode }) => mode !== 'RowExclusiveLock' && mode !== 'ShareUpdateExclusiveLock')
  const lock = strong(statement)
  if (!lock) return []
  // Once a file: the first that takes one.
  const first = file.statements.find((own) => strong(own) !== undefined)
  if (first !== statement) return []
  return [
    {
      subject: setting,
      table: lock.table,
      message: `nothing sets ${setting} before ${written(lock.table)} is locked`,
      recipe: [],
    },
  ]
}

/** No lock_timeout. */
export const lockTimeout: Rule = {
  id: 'lock-timeout',
  title: 'A lock is waited for without end',
  severity: 'low',
  weighs: 'traffic',
  looks: 'A statement that takes a lock others wait for, in a file that did not set lock_timeout before.',
  why: 'While it waits for one slow transaction, everybody who comes later waits behind it: a report that runs for minutes becomes an outage of minutes.',
  sources: ['squawk require-lock-timeout', 'eugene E9', 'strong_migrations: lock timeouts', 'pgfence'],
  check: (at) =>
    unguarded(at, 'lock_timeout').map((hit) => ({
      ...hit,
      recipe: [
        '-- as the first statement of the file:',
        "set local lock_timeout = '2s';",
        '-- and let the deploy try again when it fails with 55P03',
      ],
    })),
}
