/**
 * From when on something is slower. The rules are those of the project's notes on health checks; no peer ties such a verdict to a deploy, so
 * that where they name no figure, it was chosen by scripts/bench/performance.ts: docs/performance.md has what it measured.
 */
export const LIMITS = {
  /** Fewer calls than this on either side say too little. */
  calls: 50,
  /** Mean time per call, after by before. */
  ratio: 1.5,
  /** ms a call: what is quicker than that nobody feels. */
  added: 5,
  /** Share of the time of all statements in the window that is more than before. */
  excess: 0.01,
  /** Of both, for critical. */
  critical: { ratio: 3, excess: 0.05 },
  /** Chance that two windows of one distribution differ as much (Welch), divided by the number of statements that are judged. */
  chance: 0.01,
  /** Blocks per call, after by before; rows per call may differ by `rows` and still be called equal. */
  blocks: { ratio: 2, added: 16, rows: 1.25, high: 10 },
  /** So many statements must be judged before their median ratio is taken for the server's, which is told from `ratio` on. */
  general: { statements: 8, ratio: 2 },
  /** Share of the time that must have been judged for a verdict. */
  matched: 0.6,
  /** An index that is used no more: this many scans were to be expected. exp(-10): once in 22,000 by chance. */
  scans: 10,
  /** Where no statement is slower for it, nothing less than this says that an index is used no more: jobs run at hours of their own. h */
  quiet: 12,
  /** A table must be read at least so often as before, for the loss of its index's scans to say anything. */
  accesses: 0.5,
  /** Rows of sequential scans, after by before; of tables that are at least so big and read at least so often. */
  seq: { ratio: 5, rows: 10_000, scans: 10 },
  /** A smaller table needs no statistics. */
  analyze: { rows: 1000 },
} as const

/** The cache is cold after a migration: what happens until then is not judged. ms */
export const WARMING = 10 * 60_000
