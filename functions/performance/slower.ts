import type { FindingOf } from '../model/finding.ts'
import { isUnread, type StatementFigures, type Unread } from '../model/performance.ts'
import { compare, isJudgeable, type Around, type Compared } from './compare.ts'
import { LIMITS } from './limits.ts'
import type { Counted, StatementWindow } from './statements.ts'
import type { Window } from './window.ts'

type Slower = FindingOf<'performance.slower'>
type Everything = FindingOf<'performance.everything-slower'>

/** What the statements of a window say beside earlier ones. */
export interface StatementJudgement {
  findings: (Slower | Everything)[]
  /** Share of the window's time whose statements could be judged, 0–1. */
  matched: number
  /** How many those are. */
  judged: number
}

/** What a finding on a statement needs to know beside it. */
export interface Concerned {
  /** The role that runs the migrations: unless the application is it, its statements are left out. */
  migrator: string | null
  /** Tables that were rewritten and not analysed since, `schema.name`. */
  unlearnt: readonly string[]
}

interface Judged {
  counted: Counted
  /** By earlier window. */
  before: StatementFigures[]
}

/**
 * Holds the statements of a window against earlier windows. A statement is slower only if it is beside each of them: what is slow at this
 * hour of every day is not slow since the deploy.
 */
export function judgeStatements(
  after: Window,
  baselines: readonly Window[],
  concerned: Concerned,
): StatementJudgement | Unread {
  if (isUnread(after.statements)) return after.statements
  const earlier = baselines.flatMap(({ statements }) => (isUnread(statements) ? [] : [statements]))
  const [first] = baselines
  if (earlier.length === 0) return first !== undefined && isUnread(first.statements) ? first.statements : NO_BEFORE
  const counted = countedIn(after.statements, earlier, concerned.migrator)
  const judged = counted.kept.flatMap(([id, one]): Judged[] => {
    const before = earlier.flatMap(({ figures }) => figures.get(id)?.figures ?? [])
    const fit = before.filter((figures) => isJudgeable(figures, one.figures))
    return fit.length === 0 ? [] : [{ counted: one, before: fit }]
  })
  const time = judged.reduce((ms, { counted: { toplevel, figures } }) => ms + (toplevel ? figures.ms : 0), 0)
  const total = after.statements.total - counted.left
  const around = aroundOf(judged, total)
  return {
    findings: [...everything(around), ...judged.flatMap((one) => slower(one, around, concerned))],
    matched: total === 0 ? 1 : Math.min(1, time / total),
    judged: judged.length,
  }
}

const NO_BEFORE: Unread = {
  reason: 'no snapshot of before is known that this could be compared with',
  mend: 'nothing to do: one is kept every hour from now on',
}

/** Share of the earlier time from which on the application is taken to sign in as the role that runs the migrations. */
const OWN = 0.1

/** Of the top level, ms. */
const timeOf = (some: readonly (readonly [string, Counted])[]) =>
  some.reduce(
    (
      ms,
      [
        ,
        {
          toplevel,
          figures: { ms: own },
        },
      ],
    ) => ms + (toplevel ? own : 0),
    0,
  )

/** The statements that are judged, and the time of those left out, ms. */
function countedIn({ figures }: StatementWindow, earlier: readonly StatementWindow[], migrator: string | null) {
  const all = [...figures]
  const isMigrators = ([, { role }]: readonly [string, Counted]) => migrator !== null && role === migrator
  const before = earlier.flatMap((span) => [...span.figures])
  const isApplications = timeOf(before.filter(isMigrators)) >= OWN * timeOf(before)
  if (isApplications) return { kept: all, left: 0 }
  return { kept: all.filter((one) => !isMigrators(one)), left: timeOf(all.filter(isMigrators)) }
}

function aroundOf(judged: readonly Judged[], time: number): Around {
  const ratios = judged
    .map(({ counted, before }) => counted.figures.mean / Math.max(...before.map(({ mean }) => mean)))
    .filter((ratio) => Number.isFinite(ratio))
    .toSorted((one, other) => one - other)
  const median = ratios.length >= LIMITS.general.statements ? (ratios[Math.floor(ratios.length / 2)] ?? 1) : 1
  const blocks = judged.reduce((sum, { counted: { figures } }) => sum + figures.blocksPerCall * figures.calls, 0)
  return { general: Math.max(1, median), time, blocks, statements: judged.length }
}

/** The server as a whole: a neighbour, its disk, or what nearly all statements share. */
const everything = ({ general, statements }: Around): Everything[] =>
  general < LIMITS.general.ratio
    ? []
    : [
        {
          type: 'performance.everything-slower',
          key: 'performance:everything',
          severity: general >= LIMITS.critical.ratio ? 'high' : 'medium',
          ratio: general,
          statements,
        },
      ]

function slower({ counted, before }: Judged, around: Around, { unlearnt }: Concerned): Slower[] {
  const all = before.map((figures) => compare(figures, counted.figures, around))
  // The window beside which it looks best speaks for all.
  const best = all.toSorted((one, other) => one.ratio - other.ratio)[0]
  const by = (['time', 'blocks'] as const).filter((way) => all.every((one) => one.by.includes(way)))
  if (best === undefined || by.length === 0) return []
  const { key, text, role, toplevel, figures } = counted
  return [
    {
      type: 'performance.slower',
      key: `performance:statement:${key}:${role ?? ''}${toplevel ? '' : ':inside'}`,
      severity: severityOf(best, by, figures, around),
      text,
      role,
      by,
      before: sideOf(best.before),
      after: sideOf(figures),
      excess: around.time === 0 ? 0 : best.excess / around.time,
      chance: best.chance,
      unlearnt: unlearnt.filter((table) => names(text, table)),
    },
  ]
}

function severityOf(
  { ratio, excess, before }: Compared,
  by: readonly string[],
  after: StatementFigures,
  { time }: Around,
): Slower['severity'] {
  const { critical, blocks } = LIMITS
  if (by.includes('time')) return ratio >= critical.ratio && excess >= critical.excess * time ? 'critical' : 'high'
  return after.blocksPerCall >= blocks.high * before.blocksPerCall ? 'high' : 'medium'
}

const sideOf = ({ calls, mean, blocksPerCall: blocks, rowsPerCall: rows }: StatementFigures) => ({
  calls,
  mean,
  blocks,
  rows,
})

/** Whether a text names a table, by its own name alone: schemas often go unsaid. */
export function names(text: string, table: string): boolean {
  const name = table.slice(table.indexOf('.') + 1).replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`(?<![\\w$])${name}(?![\\w$])`, 'i').test(text)
}
