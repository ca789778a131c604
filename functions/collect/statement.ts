import type { Question, Timeouts } from '../model/question.ts'
import { authorsStatement } from './authors-statement.ts'
import {
  factsCte,
  factStatement,
  fingerprintStatement,
  journalDigestStatement,
  journalStatement,
  shardStatement,
  supabaseDigestStatement,
  supabaseStatement,
  surroundingsStatement,
  type CatalogSql,
} from './catalog.ts'
import { countStatement, healthStatement, orphanStatement, type CheckSql } from './health-statement.ts'
import { leaveOut } from './leave-out.ts'
import { performanceStatement } from './performance-statement.ts'
import type { Session } from './session.ts'
import type { Asking } from './transport.ts'

/** The one SELECT that answers a question; names in the question become literals and quoted identifiers. */
export function statementOf(catalog: CatalogSql, question: Question, checks: CheckSql = {}): string {
  const { journal } = question
  const closed = ('closed' in question && question.closed) || []
  const cte = () => factsCte(closed.length === 0 ? catalog : leaveOut(catalog, closed).sql, journal)
  switch (question.ask) {
    case 'fingerprints':
      return fingerprintStatement(cte(), journal, withoutEach(catalog, closed))
    case 'shards':
      return shardStatement(cte(), question.groups)
    case 'facts':
      return factStatement(cte(), question.slices)
    case 'surroundings':
      return surroundingsStatement(catalog, journal, question.names, question.role ?? '')
    case 'journal':
      return journalStatement(journal, question.columns)
    case 'journal-digest':
      return journalDigestStatement(journal, question.columns, question.supabase)
    case 'supabase':
      return supabaseStatement(question.has)
    case 'supabase-digest':
      return supabaseDigestStatement(question.has)
    case 'health':
      return healthStatement(checks, question)
    case 'performance':
      return performanceStatement(checks, question)
    case 'authors':
      return authorsStatement(checks, question)
    case 'orphans':
      return orphanStatement(question)
    case 'counts':
      return countStatement(question.tables)
  }
}

/** The limits of a question: a shorter one of its own wins. */
export const timeoutsFor = (question: Question, timeouts: Timeouts): Timeouts =>
  'within' in question && question.within !== undefined
    ? { ...timeouts, statement: Math.min(timeouts.statement, question.within) }
    : timeouts

/** By relation that is closed, what is left out for it; those without which nothing can be said are not among them. */
const withoutEach = (catalog: CatalogSql, closed: readonly string[]) =>
  closed
    .map((name) => ({ catalog: name, texts: leaveOut(catalog, [name]).texts }))
    .filter(({ texts }) => texts.length > 0)

/** Asks whatever runs SQL. Its settings must be those of settings.ts. */
export const asking = (session: Session, catalog: CatalogSql): Asking => ({
  ask: (question) => session.query(statementOf(catalog, question)),
})
