/** What PostgreSQL said of a statement, whichever driver threw it. */
export interface ServerError {
  sqlstate: string | null
  message: string
  detail: string | null
  hint: string | null
  /** Of the character in the statement, from 1. */
  position: number | null
}

/** Takes the fields of PostgreSQL's answer from what a driver threw. */
export function serverError(error: unknown): ServerError {
  const fields: Record<string, unknown> = error instanceof Error ? { ...error, message: error.message } : {}
  const text = (name: string) => (typeof fields[name] === 'string' && fields[name] !== '' ? fields[name] : null)
  const position = Number(fields.position ?? Number.NaN)
  return {
    sqlstate: text('code'),
    message: text('message') ?? String(error),
    detail: text('detail'),
    hint: text('hint'),
    position: Number.isInteger(position) && position > 0 ? position : null,
  }
}
