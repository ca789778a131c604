/** What opens a statement inside PL/pgSQL. */
const OPENING = /^(?:begin|exception|then|else|loop|when\b.*?\bthen|if\b.*?\bthen|elsif\b.*?\bthen|for\b.*?\bloop)\b/is
const CONTROL = /^(?:end|null|return|raise|declare)\b/i

/** The body of a DO block, from its dollar-quoted literal; null where it is quoted otherwise. */
export const bodyOf = (literal: string): string | null => /^(\$[^$]*\$)([\s\S]*)\1$/.exec(literal)?.[2] ?? null

/** The SQL statements that stand in a PL/pgSQL body, without what is around them. */
export const statementsIn = (body: string): string[] =>
  body.split(';').flatMap((piece) => {
    const inner = innermost(piece.trim())
    return inner === '' || CONTROL.test(inner) ? [] : [inner]
  })

function innermost(piece: string): string {
  const opened = piece.replace(OPENING, '').trim()
  return opened === piece ? piece : innermost(opened)
}
