import type { FindingOf } from '../../model/finding.ts'
import { ident } from '../../model/sql.ts'
import { brief, count, remark } from './text.ts'
import type { WritingsOf } from './writing.ts'

/** 0.25 → `25 %`. */
const percent = (share: number) => `${Math.round(share * 100)} %`

/** With as many digits as people read. */
const number = (value: number) =>
  value >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)))

const times = (before: number, after: number) => (before === 0 ? '' : ` (× ${number(after / before)})`)

const named = (table: string) => {
  const dot = table.indexOf('.')
  return `${ident(table.slice(0, dot))}.${ident(table.slice(dot + 1))}`
}

const analyze = (table: string) => `analyze ${named(table)};`

type Slower = FindingOf<'performance.slower'>

function slowerMend({ text, unlearnt }: Slower): string[] {
  const learn =
    unlearnt.length === 0
      ? []
      : [remark('first: the planner has not learnt of what was rewritten'), ...unlearnt.map(analyze)]
  return [
    ...learn,
    remark('see which plan it has now (with values in place of ?), and whether an index that it used is gone:'),
    remark(`explain (analyze, buffers) ${brief(text, 600)}`),
  ]
}

const changeOf = ({ by, before, after }: Slower) =>
  by.includes('time')
    ? `takes ${number(after.mean)} ms instead of ${number(before.mean)}`
    : `reads ${number(after.blocks)} blocks instead of ${number(before.blocks)}`

const slowerWhat = ({ by, before, after, excess, chance }: Slower) =>
  [
    `${number(before.mean)} ms a call before, ${number(after.mean)} ms now${times(before.mean, after.mean)}; ` +
      `${count(before.calls, 'call')} and ${count(after.calls, 'call')} were compared.`,
    `It read ${number(before.blocks)} blocks a call before, and reads ${number(after.blocks)} now${times(before.blocks, after.blocks)}, ` +
      `for ${number(before.rows)} and ${number(after.rows)} rows.`,
    ...(by.includes('time')
      ? [
          `That is ${percent(excess)} of the time of all statements; by accident it would be so in ${chance < 1e-6 ? 'less than one of a million' : `${number(chance)} of`} cases (Welch).`,
        ]
      : []),
  ].join(' ')

/** The words for what a deploy made slower. */
export const slower: WritingsOf<'performance'> = {
  'performance.slower': {
    heading: 'A statement is slower since the deploy',
    write: (finding) => ({
      title: `A statement ${changeOf(finding)}: ${brief(finding.text, 80)}`,
      what: slowerWhat(finding),
      why: finding.by.includes('blocks')
        ? 'More blocks for as many rows is another plan or an index that is gone, whatever the load is.'
        : 'It is slower than just before and than at the same hour of earlier days, beyond what the server as a whole is slower by.',
      mend: slowerMend(finding),
    }),
  },
  'performance.everything-slower': {
    heading: 'Most statements are slower since the deploy',
    write: ({ ratio, statements }) => ({
      title: `The median of ${count(statements, 'statement')} takes ${number(ratio)} times as long as before`,
      what: 'What is slower by about that factor is not told for itself.',
      why: 'One migration seldom slows down everything alike: it may be the server (its disk, its CPU, a neighbour, a backup that runs), a setting, or a lock.',
      mend: [
        remark('see what the server is busy with:'),
        'select state, wait_event_type, wait_event, count(*) from pg_stat_activity group by 1, 2, 3 order by 4 desc;',
      ],
    }),
  },
  'performance.index-lost': {
    heading: 'An index that was used is gone, or is used no more',
    write: ({ index, table, how, scans, definition, constraint }) => ({
      title: how === 'dropped' ? `Index ${index} was dropped` : `Index ${index} is used no more`,
      what:
        scans > 0
          ? `It was used ${number(scans)} times an hour before.`
          : 'It was used, but not in the hours that were counted.',
      why:
        how === 'dropped'
          ? `What was found by it in ${table} is now searched for otherwise, in the worst case in the whole table.`
          : `The table ${table} is read as often as before, by another plan: statistics, a changed type or a changed query.`,
      mend: indexMend(table, how, definition, constraint),
    }),
  },
  'performance.sequential-scans': {
    heading: 'A large table is read whole',
    write: ({ table, rows, read }) => ({
      title: `Sequential scans of ${table} read ${number(read.after)} rows an hour, ${number(read.before)} before`,
      what: `The table has about ${number(rows)} rows, and is read more for each time that it is asked.`,
      why: 'An index that served is gone, or does not fit what is asked now.',
      mend: [remark('see which statements read it; then index what they search by:'), analyze(table)],
    }),
  },
  'performance.not-analyzed': {
    heading: 'A rewritten table was not analysed',
    write: ({ table, rows }) => ({
      title: `Table ${table} was rewritten, and the planner has not learnt of it since`,
      what: `It has about ${number(rows)} rows; its last ANALYZE is of before that.`,
      why: 'Until then plans are made from what was there before, or from nothing: run it first, and judge then.',
      mend: [analyze(table)],
    }),
  },
}

function indexMend(
  table: string,
  how: 'dropped' | 'unused',
  definition: string | null,
  constraint: FindingOf<'performance.index-lost'>['constraint'],
): string[] {
  if (how === 'unused') return [analyze(table), remark('then explain what searched by it: does the index still fit?')]
  if (constraint !== null)
    return [`alter table ${named(table)} add constraint ${ident(constraint.name)} ${constraint.definition};`]
  if (definition === null)
    return [remark('its definition was not read while somebody held a lock: see the migration that made it')]
  return [`${definition.replace(/^CREATE (UNIQUE )?INDEX /, 'CREATE $1INDEX CONCURRENTLY ')};`]
}
