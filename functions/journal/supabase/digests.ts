import { sha256 } from '../../model/parts.ts'
import type { SqlDigests } from '../../model/supabase.ts'
import { piecesIn, type SqlToken } from './tokens.ts'

/**
 * The digests of a migration, from its file's text or from the statements that the Supabase CLI kept of it. The CLI cuts a
 * file at semicolons and trims what is between them, each version at other ones (parentheses, BEGIN ATOMIC); the dashboard keeps the
 * text whole. Put together again and cut at every semicolon, all are the same.
 */
export async function digestsOf(statements: readonly string[]): Promise<SqlDigests> {
  const pieces = together(statements)
  const plain = pieces.map((piece) => piece.filter(({ kind }) => kind === 'code')).filter((piece) => piece.length > 0)
  const code = plain.map(tight)
  const marks = await Promise.all(code.map(sha256))
  return {
    statements: pieces.length,
    text: await short(pieces.map(trimmed)),
    layout: await short(pieces.map((piece) => tight(piece.filter(({ kind }) => kind !== 'space')))),
    code: await short(code),
    marks: marks.map((mark) => mark.slice(0, MARK)).join(''),
  }
}

/** The statements one by one, whoever cut them before. */
export const cut = (statements: readonly string[]): string[] => together(statements).map(trimmed)

/** On a line of its own: a statement may end in a line comment. */
const together = (statements: readonly string[]) => piecesIn(statements.join('\n;\n').replace(/^\uFEFF/, ''))

/** Hex digits for each statement. */
const MARK = 8

/** The first statement, from 1, in which two migrations differ; null where none does. */
export function firstDifference(a: SqlDigests, b: SqlDigests): number | null {
  const length = Math.max(a.marks.length, b.marks.length)
  for (let at = 0; at < length; at += MARK)
    if (a.marks.slice(at, at + MARK) !== b.marks.slice(at, at + MARK)) return at / MARK + 1
  return null
}

const short = async (pieces: readonly string[]) => (await sha256(pieces.join('\n;\n'))).slice(0, 32)
const trimmed = (piece: readonly SqlToken[]) => withoutEnd(piece.map(({ text }) => text).join('')).trimStart()
const tight = (piece: readonly SqlToken[]) =>
  withoutEnd(piece.map(({ text }) => text.replaceAll('\r\n', '\n').trimEnd()).join(' '))

/** `supabase migration fetch` puts a semicolon after each statement, into a line comment, too, where that comes last. */
const withoutEnd = (text: string) => text.replace(/[\s;]+$/, '')
