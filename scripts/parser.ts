import createModule from '../node_modules/@supabase/pg-parser/wasm/17/pg-parser.js'
import { parserOn, type SqlParser } from '../functions/preflight/parse/parser.ts'

let loaded: Promise<SqlParser> | null = null

/** PostgreSQL's own parser, as Node loads it; once, however often it is asked for. */
export const sqlParser = (): Promise<SqlParser> => (loaded ??= createModule().then(parserOn))
