// Emscripten names what it exports with an underscore.
/* oxlint-disable no-underscore-dangle */
import type { Node } from '@supabase/pg-parser/17/types'

/** What this needs of the module that @supabase/pg-parser compiled PostgreSQL's parser to (wasm/17/pg-parser.js). */
export interface ParserModule {
  HEAP8: Int8Array
  getValue(ptr: number, type?: string): number
  _malloc(bytes: number): number
  _free(ptr: number): void
  _parse_sql(ptr: number): number
  _free_parse_result(ptr: number): void
  _scan_sql(ptr: number): number
  _free_scan_result(ptr: number): void
  _deparse_sql(ptr: number): number
  _free_deparse_result(ptr: number): void
}

/** A token; offsets in UTF-16 units, as strings are sliced. */
export interface Token {
  /** PostgreSQL's name: IDENT, SCONST, ASCII_59, … */
  kind: string
  text: string
  start: number
}

/** Why PostgreSQL refuses a text; `position` in UTF-16 units, from 0. */
export interface SyntaxFault {
  message: string
  position: number
}

/** PostgreSQL's own parser and scanner. Both answer at once: the module is loaded before there is one of these. */
export interface SqlParser {
  /** The statements of a text, or why it has none. Offsets in the nodes count bytes of UTF-8. */
  parse(sql: string): { nodes: Node[]; error: null } | { nodes: null; error: SyntaxFault }
  /** The tokens of a text, comments included; null where the scanner refuses it. */
  scan(sql: string): Token[] | null
  /** An expression of a parse tree as PostgreSQL writes it. @throws where the tree is none */
  expression(node: Node): string
}

/**
 * The parser over a loaded module. The package's own class is not used: it loads the module by an address that only
 * Node and browsers resolve, and answers with promises.
 */
export function parserOn(module: ParserModule): SqlParser {
  return {
    parse: (sql) =>
      withText(module, sql, module._parse_sql, module._free_parse_result, (result) => {
        const error = module.getValue(result + 8, 'i32')
        if (error !== 0) return { nodes: null, error: faultAt(module, error, sql) }
        const tree = JSON.parse(textAt(module, module.getValue(result, 'i32'))) as ParseTree
        return { nodes: (tree.stmts ?? []).flatMap(({ stmt }) => stmt ?? []), error: null }
      }),
    scan: (sql) =>
      withText(module, sql, module._scan_sql, module._free_scan_result, (result) =>
        module.getValue(result + 8, 'i32') === 0 ? tokensAt(module, result, sql) : null,
      ),
    expression: (node) =>
      withText(module, JSON.stringify(selecting(node)), module._deparse_sql, module._free_deparse_result, (result) => {
        const error = module.getValue(result + 4, 'i32')
        if (error !== 0)
          throw new Error(`the deparser refuses a tree: ${textAt(module, module.getValue(error, 'i32'))}`)
        return textAt(module, module.getValue(result, 'i32')).replace(/^SELECT /, '')
      }),
  }
}

/** The deparser takes whole statements; of the version that wrote the tree. */
const selecting = (node: Node) => ({
  version: 170_004,
  stmts: [
    {
      stmt: {
        SelectStmt: {
          targetList: [{ ResTarget: { val: node } }],
          limitOption: 'LIMIT_OPTION_DEFAULT',
          op: 'SETOP_NONE',
        },
      },
    },
  ],
})

/** The parser writes its own trees: their shape is the package's word (`ParseResult17`). */
interface ParseTree {
  stmts?: { stmt?: Node }[]
}

function withText<T>(
  module: ParserModule,
  sql: string,
  ask: (ptr: number) => number,
  free: (ptr: number) => void,
  read: (result: number) => T,
): T {
  const bytes = new TextEncoder().encode(sql)
  const text = module._malloc(bytes.length + 1)
  module.HEAP8.set(bytes, text)
  module.HEAP8[text + bytes.length] = 0
  const result = ask(text)
  module._free(text)
  if (result === 0) throw new Error('the parser gave no result')
  try {
    return read(result)
  } finally {
    free(result)
  }
}

function textAt({ HEAP8 }: ParserModule, ptr: number): string {
  return new TextDecoder().decode(new Uint8Array(HEAP8.buffer, ptr, HEAP8.indexOf(0, ptr) - ptr))
}

/** PgQueryError: message, function, file, line, cursor (in characters, from 1), context. */
function faultAt(module: ParserModule, ptr: number, sql: string): SyntaxFault {
  const cursor = module.getValue(ptr + 16, 'i32')
  const before = [...sql].slice(0, Math.max(cursor - 1, 0)).join('')
  return { message: textAt(module, module.getValue(ptr, 'i32')), position: before.length }
}

/** Four words each: start, end, name, kind of keyword. */
function tokensAt(module: ParserModule, result: number, sql: string): Token[] {
  const [count, tokens] = [module.getValue(result, 'i32'), module.getValue(result + 4, 'i32')]
  const toUnits = unitsOf(sql)
  return Array.from({ length: count }, (_, i) => {
    const at = tokens + i * 16
    const start = toUnits(module.getValue(at, 'i32'))
    const end = toUnits(module.getValue(at + 4, 'i32'))
    return { kind: textAt(module, module.getValue(at + 8, 'i32')), text: sql.slice(start, end), start }
  })
}

/** PostgreSQL counts bytes, strings count UTF-16 units. Offsets must be asked for in ascending order. */
export function unitsOf(sql: string): (byte: number) => number {
  const bytes = new TextEncoder().encode(sql)
  if (bytes.length === sql.length) return (byte) => byte
  const decoder = new TextDecoder()
  let [fromByte, fromUnit] = [0, 0]
  return (byte) => {
    fromUnit += decoder.decode(bytes.subarray(fromByte, byte)).length
    fromByte = byte
    return fromUnit
  }
}
