import createModule from '../../../node_modules/@supabase/pg-parser/wasm/17/pg-parser.js'
import wasm from '../../../node_modules/@supabase/pg-parser/wasm/17/pg-parser.wasm'
import { parserOn, type SqlParser } from '../../preflight/parse/parser.ts'

let loaded: Promise<SqlParser> | null = null

/** PostgreSQL's own parser as workerd loads it: compiled with the Worker, made with the first request that needs it (17 MiB). */
export const sqlParser = (): Promise<SqlParser> =>
  (loaded ??= createModule({
    instantiateWasm(imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void) {
      done(new WebAssembly.Instance(wasm, imports))
      return {}
    },
  }).then(parserOn))
