/** A piece of SQL text: white space and comments are told from what PostgreSQL runs. */
export interface SqlToken {
  kind: 'space' | 'comment' | 'end' | 'code'
  text: string
}

const WORD = '[A-Za-z0-9_\\u0080-\\uffff]'
/**
 * Strings before words: `e'it\'s'` begins with a letter. Unrolled loops: a migration may hold a string of megabytes, for
 * which a choice at every character would take too much stack.
 */
const TOKEN = new RegExp(
  [
    `(?<space>\\s+)`,
    `(?<comment>--[^\\n]*)`,
    `(?<block>\\/\\*)`,
    `(?<end>;)`,
    `[eE]'[^'\\\\]*(?:(?:\\\\[^]|'')[^'\\\\]*)*'`,
    `'[^']*(?:''[^']*)*'`,
    `"[^"]*(?:""[^"]*)*"`,
    `\\$(?<tag>(?:[A-Za-z_\\u0080-\\uffff]${WORD}*)?)\\$[^]*?\\$\\k<tag>\\$`,
    `${WORD}(?:${WORD}|\\$)*`,
    // An operator ends where a comment begins.
    `(?:(?!--|\\/\\*)[-+*\\/<>=~!@#%^&|\`?:])+`,
    `[^]`,
  ].join('|'),
  'gy',
)

/** The tokens of some SQL; all of its text is in them, whatever it is. What is never closed is read character by character. */
export function tokensIn(sql: string): SqlToken[] {
  const tokens: SqlToken[] = []
  TOKEN.lastIndex = 0
  for (let at = 0; at < sql.length;) {
    TOKEN.lastIndex = at
    const match = TOKEN.exec(sql)
    const { space, comment, block, end } = match?.groups ?? {}
    const text = block === undefined ? (match?.[0] ?? sql.charAt(at)) : sql.slice(at, endOfBlock(sql, at))
    const isComment = comment !== undefined || block !== undefined
    const kind = space !== undefined ? 'space' : isComment ? 'comment' : end !== undefined ? 'end' : 'code'
    tokens.push({ kind, text })
    at += text.length
  }
  return tokens
}

/** Where a block comment ends; they nest. */
function endOfBlock(sql: string, start: number): number {
  const edge = /\/\*|\*\//g
  edge.lastIndex = start
  let depth = 0
  for (let match = edge.exec(sql); match; match = edge.exec(sql)) {
    depth += match[0] === '/*' ? 1 : -1
    if (depth === 0) return edge.lastIndex
  }
  return sql.length
}

/** The tokens between semicolons; a piece may be all comment, and none is all white space. */
export function piecesIn(sql: string): SqlToken[][] {
  const pieces: SqlToken[][] = [[]]
  for (const token of tokensIn(sql)) {
    if (token.kind === 'end') pieces.push([])
    else pieces.at(-1)?.push(token)
  }
  return pieces.filter((piece) => piece.some(({ kind }) => kind !== 'space'))
}
