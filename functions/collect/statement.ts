import type { Question } from '../model/question.ts'
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
import type { Session } from './session.ts'
import type { Asking } from './transport.ts'

/** The one SELECT that answers a question; names in the question become literals and quoted identifiers. */
export function statementOf(catalog: CatalogSql, question: Question): string {
  const { journal } = question
  const cte = () => factsCte(catalog, journal)
  switch (question.ask) {
    case 'fingerprints':
      return fingerprintStatement(cte(), journal)
    case 'shards':
      return shardStatement(cte(), question.groups)
    case 'facts':
      return factStatement(cte(), question.slices)
    case 'surroundings':
      return surroundingsStatement(catalog, journal, question.names)
    case 'journal':
      return journalStatement(journal, question.columns)
    case 'journal-digest':
      return journalDigestStatement(journal, question.columns, question.supabase)
    case 'supabase':
      return supabaseStatement(question.has)
    case 'supabase-digest':
      return supabaseDigestStatement(question.has)
  }
}

/** Asks whatever runs SQL. Its settings must be those of settings.ts. */
export const asking = (session: Session, catalog: CatalogSql): Asking => ({
  ask: (question) => session.query(statementOf(catalog, question)),
})
