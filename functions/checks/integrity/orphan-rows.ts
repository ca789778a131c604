import { z } from 'zod'
import { identifier, quoted } from '../../model/sql.ts'
import { both, check, type Doubt, type Told } from '../check.ts'
import { bare, count, nameOf } from '../words.ts'

/** A row of supabase/checks/orphan-candidates.sql: a foreign key, and what keeps its rows from being looked through. */
export const OrphanCandidate = z.object({
  schema: z.string(),
  relation: z.string(),
  name: z.string(),
  columns: z.array(z.string()).min(1),
  target_schema: z.string(),
  target: z.string(),
  target_columns: z.array(z.string()).min(1),
  match_full: z.boolean(),
  valid: z.boolean(),
  bytes: z.number(),
  locked: z.boolean(),
  /** Tables of which the role may not read the columns. */
  denied: z.array(z.string()),
  /** Tables of which policies hide rows from the role. */
  hidden: z.array(z.string()),
})
export type OrphanCandidate = z.infer<typeof OrphanCandidate>

/** A foreign key and what became of looking through its rows. */
const Row = OrphanCandidate.extend({
  /** null: it was not looked through in this run. */
  orphans: z.number().nullable(),
  /** When it was last looked through to the end, ms; null: never. */
  looked: z.number().nullable(),
  /** What PostgreSQL said against it; null: nothing. */
  refused: z.string().nullable(),
})

/** What was looked through within this time need not be again for the check to be complete. ms */
const FRESH = 8 * 86_400_000

/** Whether a foreign key can be looked through at all. */
export const isOpen = ({ locked, denied, hidden }: OrphanCandidate): boolean =>
  !locked && denied.length === 0 && hidden.length === 0

/** The name of a foreign key among all. */
export const keyName = ({ schema, relation, name }: Pick<OrphanCandidate, 'schema' | 'relation' | 'name'>): string =>
  `${nameOf(schema, relation)}.${bare(name)}`

/** Rows that refer to nothing. */
export const orphanRows = check({
  id: 'orphan-rows',
  title: 'Rows refer to rows that are not there',
  suite: 'daily',
  sql: 'orphan-candidates',
  unit: 'rows',
  source:
    'https://www.postgresql.org/docs/current/sql-altertable.html (NOT VALID, DISABLE TRIGGER), session_replication_role; any is critical',
  why: 'The key says that there can be none, and the application takes its word: they came while its triggers were off, as replica, or before a NOT VALID key. A dump of the database cannot be restored with them.',
  resolve: [
    'select c.* from <table> c where not exists (select from <other> p where p.<key> = c.<column>);',
    '-- bring back what they refer to, or delete them',
  ],
  severity: { warn: 'critical', critical: 'critical' },
  permission: 'grant select (<columns>) on <both tables> to plumbline;',
  lock: 'Reads the tables themselves, under ACCESS SHARE: those that are locked by ACCESS EXCLUSIVE, or for which one waits, are left out and unknown.',
  row: Row,
  judge: (rows, _, { now, server, openSince }) => {
    const found = rows.flatMap((row): Told[] => tell(row))
    const closed = rows.filter((row) => !isOpen(row)).map((row) => closedDoubt(row, server.role))
    const refused = rows.flatMap((row): Doubt[] =>
      row.refused === null ? [] : [{ subject: keyName(row), reason: row.refused, mend: null }],
    )
    // What was found before stands until it was looked at again.
    const isFresh = (row: z.infer<typeof Row>) =>
      row.orphans !== null ||
      (row.looked !== null && now - row.looked <= FRESH && (openSince?.('orphan-rows', keyName(row)) ?? null) === null)
    const late = rows.filter((row) => isOpen(row) && row.refused === null && !isFresh(row))
    const doubts = [...closed, ...refused, ...(late.length === 0 ? [] : [unfinished(late.length, rows.length)])]
    return both(found, doubts)
  },
})

function tell(row: z.infer<typeof Row>): Told[] {
  if (row.orphans === null || row.orphans === 0) return []
  const { schema, relation, target_schema, target } = row
  const some = row.orphans > 1000 ? 'more than 1000 rows' : count(row.orphans, 'row')
  return [
    {
      subject: keyName(row),
      grade: 'critical',
      value: row.orphans,
      title: `${some} of ${nameOf(schema, relation)} ${row.orphans === 1 ? 'refers' : 'refer'} to nothing in ${nameOf(target_schema, target)}`,
      what: `The foreign key ${bare(row.name)} (${row.columns.map(bare).join(', ')}) is ${row.valid ? 'said to hold' : 'NOT VALID'}.`,
      mend: ['-- these are the rows; bring back what they refer to, or delete them:', `${finding(row)};`],
    },
  ]
}

const finding = (row: OrphanCandidate) => {
  const join = row.columns.map((name, i) => `p.${identifier(row.target_columns[i] ?? '')} = c.${identifier(name)}`)
  const given = row.columns.map((name) => `c.${identifier(name)} is not null`)
  const [own, far] = [
    quoted({ schema: row.schema, table: row.relation }),
    quoted({ schema: row.target_schema, table: row.target }),
  ]
  return `select c.* from ${own} c where ${given.join(' and ')} and not exists (select from ${far} p where ${join.join(' and ')}) limit 100`
}

function closedDoubt(row: OrphanCandidate, role: string): Doubt {
  const subject = keyName(row)
  if (row.locked)
    return {
      subject,
      reason:
        'a transaction holds or awaits ACCESS EXCLUSIVE on one of its tables: the rows could only be read by waiting',
      mend: 'wait for the migration to end; the next run looks again',
    }
  if (row.denied.length > 0) {
    const [own, far] = [
      quoted({ schema: row.schema, table: row.relation }),
      quoted({ schema: row.target_schema, table: row.target }),
    ]
    return {
      subject,
      reason: `the role ${role} may not read the columns of ${row.denied.join(' and ')}`,
      mend:
        `grant usage on schema ${identifier(row.schema)}, ${identifier(row.target_schema)} to ${identifier(role)}; ` +
        `grant select (${row.columns.map(identifier).join(', ')}) on ${own} to ${identifier(role)}; ` +
        `grant select (${row.target_columns.map(identifier).join(', ')}) on ${far} to ${identifier(role)};`,
    }
  }
  return {
    subject,
    reason: `row level security hides rows of ${row.hidden.join(' and ')} from the role ${role}`,
    mend: `alter role ${identifier(role)} bypassrls;`,
  }
}

const unfinished = (late: number, all: number): Doubt => ({
  subject: 'orphan rows',
  reason: `not finished: ${all - late} of ${count(all, 'foreign key')} were looked through in the time that a run has; the next run goes on`,
  mend: null,
})
