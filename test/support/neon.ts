import { neonConfig } from '@neondatabase/serverless'
import pg from 'pg'
import { z } from 'zod'

const Query = z.object({ query: z.string(), params: z.array(z.string().nullable()) })
const Body = z.union([z.object({ queries: z.array(Query) }), Query])

/** Texts as PostgreSQL sends them: what Neon answers, since its client parses them itself. */
const RAW = { getTypeParser: () => (text: string) => text }

/**
 * Stands in for Neon's HTTP endpoint on a real PostgreSQL: each request a query of the extended protocol, or several in
 * one transaction. It holds for every client of @neondatabase/serverless in this process, until it is ended.
 */
export function startNeon(url: string): { end(): Promise<void> } {
  const pool = new pg.Pool({ connectionString: url, max: 4 })
  const before: unknown = neonConfig.fetchFunction
  neonConfig.fetchFunction = async (_: string, { body }: { body: string }) => {
    const client = await pool.connect()
    try {
      return Response.json(await answer(client, Body.parse(JSON.parse(body))))
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) throw error
      return Response.json({ message: error.message, code: error.code }, { status: 400 })
    } finally {
      client.release()
    }
  }
  return {
    async end() {
      neonConfig.fetchFunction = before
      await pool.end()
    },
  }
}

async function answer(client: pg.PoolClient, body: z.infer<typeof Body>): Promise<unknown> {
  if (!('queries' in body)) return run(client, body)
  await client.query('begin')
  try {
    const results = []
    for (const query of body.queries) results.push(await run(client, query))
    await client.query('commit')
    return { results }
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

async function run(client: pg.PoolClient, { query, params }: z.infer<typeof Query>) {
  const config = { text: query, values: params, rowMode: 'array' as const, types: RAW, queryMode: 'extended' }
  const { command, rowCount, rows, fields } = await client.query(config)
  return { command, rowCount, rows, fields: fields.map(({ name, dataTypeID }) => ({ name, dataTypeID })) }
}
