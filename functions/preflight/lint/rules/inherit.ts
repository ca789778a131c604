import { stepsOf } from '../../tree/alter.ts'
import { written } from '../../tree/name.ts'
import type { Rule } from '../rule.ts'

/** INHERIT and NO INHERIT change what a query of the parent answers. */
export const inherit: Rule = {
  id: 'inherit',
  title: 'What a table’s queries answer changes with its heirs',
  severity: 'low',
  weighs: 'traffic',
  looks: 'ALTER TABLE … INHERIT or NO INHERIT.',
  why: 'From the commit on, the parent’s queries have the child’s rows, or have them no more. Both are locked meanwhile.',
  lock: { mode: 'AccessExclusiveLock', lasts: 'to the end of the transaction' },
  sources: ['pgfence', 'squawk ban-detach-inheritance'],
  check: ({ statement }) =>
    stepsOf(statement.node, 'AT_AddInherit', 'AT_DropInherit').map(({ table, subtype }) => ({
      subject: written(table),
      table,
      message:
        subtype === 'AT_AddInherit'
          ? `the rows of ${written(table)} appear in its parent`
          : `the rows of ${written(table)} go from its parent`,
      recipe: [
        '-- new designs: declarative partitioning (PARTITION BY), whose partitions can be attached and detached',
      ],
    })),
}
