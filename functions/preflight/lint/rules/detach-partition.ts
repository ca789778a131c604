import { stepsOf } from '../../tree/alter.ts'
import { relationOf, written } from '../../tree/name.ts'
import { as } from '../../tree/node.ts'
import type { Rule } from '../rule.ts'
import { OUTSIDE } from '../text.ts'

/** DETACH PARTITION without CONCURRENTLY. */
export const detachPartition: Rule = {
  id: 'detach-partition',
  title: 'A partition is detached while the whole table is locked',
  severity: 'low',
  weighs: 'traffic',
  looks: 'DETACH PARTITION without CONCURRENTLY.',
  why: 'It needs ACCESS EXCLUSIVE on the partitioned table: it waits for all who use any partition, and all who come wait for it.',
  lock: { mode: 'AccessExclusiveLock', lasts: 'to the end of the transaction' },
  versions: 'CONCURRENTLY from 14 on',
  sources: ['squawk require-concurrent-partition-detach', 'pgfence'],
  check: ({ statement }) =>
    stepsOf(statement.node, 'AT_DetachPartition').flatMap(({ table, command }) => {
      const partition = as(command.def, 'PartitionCmd')
      if (partition?.concurrent) return []
      const part = written(relationOf(partition?.name))
      return [
        {
          subject: part,
          table,
          message: `detaching ${part} locks all of ${written(table)}`,
          recipe: [OUTSIDE, `alter table ${written(table)} detach partition ${part} concurrently;`],
        },
      ]
    }),
}
