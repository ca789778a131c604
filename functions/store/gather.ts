type Row = Record<string, unknown>

interface Waiting {
  statement: D1PreparedStatement
  done: PromiseWithResolvers<D1Result<Row>>
}

/**
 * The same database, for reads: statements that are asked for before anything is waited for go to D1 as one batch, which is one
 * trip in place of one each. Where one of them fails, all do.
 */
export function gathering(db: D1Database): D1Database {
  const given = new WeakMap<object, D1PreparedStatement>()
  let waiting: Waiting[] = []

  async function send(): Promise<void> {
    const asked = waiting
    waiting = []
    try {
      const results = await db.batch<Row>(asked.map(({ statement }) => statement))
      for (const [i, result] of results.entries()) asked[i]?.done.resolve(result)
    } catch (error) {
      for (const { done } of asked) done.reject(error)
    }
  }

  function ask(statement: D1PreparedStatement): Promise<D1Result<Row>> {
    const done = Promise.withResolvers<D1Result<Row>>()
    if (waiting.push({ statement, done }) === 1) queueMicrotask(() => void send())
    return done.promise
  }

  function asking(statement: D1PreparedStatement): D1PreparedStatement {
    const methods: Record<PropertyKey, (...values: unknown[]) => unknown> = {
      bind: (...values) => asking(statement.bind(...values)),
      all: () => ask(statement),
      first: async (column) => {
        const [row = null] = (await ask(statement)).results
        return typeof column === 'string' ? (row?.[column] ?? null) : row
      },
    }
    const proxy = new Proxy(statement, { get: (_, name) => methods[name] })
    given.set(proxy, statement)
    return proxy
  }

  const methods: Record<PropertyKey, unknown> = {
    prepare: (sql: string) => asking(db.prepare(sql)),
    batch: (statements: D1PreparedStatement[]) => Promise.all(statements.map((one) => ask(given.get(one) ?? one))),
  }
  return new Proxy(db, { get: (_, name) => methods[name] })
}
