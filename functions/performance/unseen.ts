import { COUNTERS, type PerformanceVerdict, type Unjudged } from '../model/performance-verdict.ts'

/** The verdict where there is nothing to judge. @param at ms */
export const unseen = (why: Omit<Unjudged, 'subject'>, at: number): PerformanceVerdict => ({
  verdict: 'unknown',
  at,
  span: null,
  baselines: [],
  matched: null,
  judged: 0,
  findings: [],
  unknowns: [{ subject: COUNTERS, ...why }],
  statements: [],
  tables: [],
  database: null,
})
