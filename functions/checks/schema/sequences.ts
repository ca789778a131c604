import { z } from 'zod'
import { identifier } from '../../model/sql.ts'
import { wholeOf, type SequenceUse } from '../../model/trends.ts'
import { atThisRate } from '../trends/words.ts'
import { both, check, graded, type Doubt, type Told } from '../check.ts'
import { nameOf, ours } from '../words.ts'

/** Numbers beyond 2^53 come as text. */
const big = z.string().regex(/^-?\d+$/)

/** A row of supabase/checks/sequences.sql. */
export const SequenceRow = z.object({
  schema: z.string(),
  name: z.string(),
  fills: z.string().nullable(),
  readable: z.boolean(),
  locked: z.boolean(),
  last: big.nullable(),
  start: big,
  increment: big,
  min: big,
  own_max: big,
  /** The least of its own limit, its column's type and the types of columns that refer to that. */
  max: big,
  cycles: z.boolean(),
})
type Row = z.infer<typeof SequenceRow>

/** How many values a sequence has given out, the first one included, and how many it has from its start to its end. */
export function sequenceUse({ last, increment, min, max, start }: Row): SequenceUse {
  const [from, to] = [BigInt(start), BigInt(BigInt(increment) > 0n ? max : min)]
  const away = (value: bigint) => wholeOf((value > from ? value - from : from - value) + 1n)
  return { used: last === null ? 0 : away(BigInt(last)), of: away(to) }
}

/** The share of its values that a sequence has given out, in percent to two places. */
function used({ last, increment, min, max, start }: Row): number {
  const [from, to] = BigInt(increment) > 0n ? [BigInt(start), BigInt(max)] : [BigInt(start), BigInt(min)]
  const all = to - from
  if (all === 0n) return 100
  return Number(((BigInt(last ?? start) - from) * 10_000n) / all) / 100
}

/** Sequences that come to their end. */
export const sequences = check({
  id: 'sequences',
  title: 'A sequence comes to its end',
  suite: 'daily',
  sql: 'sequences',
  unit: '% used',
  limits: { warn: 75, critical: 90 },
  source:
    'check_postgres sequence 85/95 %, pgHero 90 %; the least of three limits: what refers to an id overflows, too',
  why: 'At the end every insert fails: with 2200H where the sequence ends first, with 22003 where the column, or a column that refers to it, is too small.',
  resolve: [
    'alter table <table> alter column <column> type bigint;',
    'alter sequence <sequence> as bigint;',
    '-- and every column that refers to it; on a big table add a bigint column beside it, fill it in batches, and swap',
  ],
  severity: { warn: 'high', critical: 'critical' },
  permission: 'grant select on sequence <sequence> to plumbline;',
  lock: 'The last value is read from the sequence itself, under ROW EXCLUSIVE: where a stronger lock is held or awaited (alter sequence), it is left out and unknown.',
  versions: '18 answers null where 15 to 17 refuse; both are unknown here.',
  row: SequenceRow,
  judge: (rows, limits, { server, trend }) => {
    const own = ours(rows).filter(({ cycles }) => !cycles)
    return both(
      own
        .filter(({ last }) => last !== null)
        .map((row): Told | null => {
          const share = used(row)
          const sequence = nameOf(row.schema, row.name)
          return graded(share, limits, () => ({
            subject: sequence,
            title: `${sequence} has given out ${share} % of its values`,
            what: `It is at ${row.last} of ${row.max}${row.max === row.own_max ? '' : ', which is all that its columns can hold'}${row.fills === null ? '' : `, and fills ${row.fills}`}.${atThisRate(trend?.(`sequence:${sequence}`) ?? null, 'it ends')}`,
            mend: mendOf(row, sequence),
          }))
        }),
      own.flatMap((row): Doubt[] => unseen(row, server.role)),
    )
  },
})

function mendOf({ fills, own_max, max }: Row, sequence: string): string[] {
  const column = fills?.lastIndexOf('.') ?? -1
  const widen =
    fills === null || column < 0
      ? []
      : [
          '-- rewrites the table under ACCESS EXCLUSIVE; on a big one add a bigint column beside it, fill it in batches, and swap:',
          `alter table ${fills.slice(0, column)} alter column ${fills.slice(column + 1)} type bigint;`,
        ]
  const grow = own_max === max ? [`alter sequence ${sequence} as bigint no maxvalue;`] : []
  return [...widen, ...grow, '-- and every column that refers to it']
}

function unseen({ schema, name, locked, readable }: Row, role: string): Doubt[] {
  const sequence = nameOf(schema, name)
  if (locked)
    return [
      {
        subject: sequence,
        reason: 'a transaction holds or awaits a lock on it: its last value could only be read by waiting',
        mend: 'wait for the migration to end; the next run looks again',
      },
    ]
  if (readable) return []
  return [
    {
      subject: sequence,
      reason: `the role ${role} may not read its last value`,
      mend: `grant select on sequence ${sequence} to ${identifier(role)};`,
    },
  ]
}
