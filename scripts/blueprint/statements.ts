import type { Token } from '../../functions/preflight/parse/parser.ts'
import { significantTokens, splitStatements, type Statement } from '../../functions/preflight/parse/split.ts'
import { sqlParser } from '../parser.ts'

export { BREAKPOINT, chunksOf, lineBreaks, type Statement } from '../../functions/preflight/parse/split.ts'

/** Splits a file into statements, by PostgreSQL's own scanner; a chunk that cannot be scanned stays whole. */
export const statementsOf = async (text: string): Promise<Statement[]> => splitStatements(await sqlParser(), text)

/** The tokens of some SQL without its comments; null where PostgreSQL's scanner refuses it. */
export const tokensOf = async (sql: string): Promise<Token[] | null> => significantTokens(await sqlParser(), sql)
