import postgres from 'postgres'

/** What PostgreSQL said; null: nothing was wrong. */
export type Said = { sqlstate: string; message: string } | null

/** Runs a text and takes it back. @param before what is set for it, after the savepoint */
export async function tried(reserved: postgres.ReservedSql, text: string, before = ''): Promise<Said> {
  await reserved.unsafe(`savepoint tried; ${before}`)
  try {
    await reserved.unsafe(text)
    return null
  } catch (error) {
    if (!(error instanceof postgres.PostgresError)) throw error
    return { sqlstate: error.code, message: error.message }
  } finally {
    await reserved.unsafe('rollback to savepoint tried')
  }
}
