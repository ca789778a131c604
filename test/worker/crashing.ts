/** What a D1 that crashes throws: nothing that its caller does after that has any effect. */
export class Crash extends Error {}

/** Where an invocation is cut off: before or after its await number `at`, from 1; null: it is not. */
export interface CutOff {
  at: number
  when: 'before' | 'after'
}

/** Counts awaits, and cuts an invocation off at one of them; then all that it still tries is in vain. */
export class Invocation {
  awaits = 0
  dead = false
  readonly cut: CutOff | null
  constructor(cut: CutOff | null) {
    this.cut = cut
  }
  async doing<T>(work: () => Promise<T>): Promise<T> {
    if (this.dead) throw new Crash()
    this.awaits += 1
    const here = this.cut?.at === this.awaits
    if (here && this.cut?.when === 'before') this.die()
    const result = await work()
    if (here) this.die()
    return result
  }
  private die(): never {
    this.dead = true
    throw new Crash()
  }
}

const reals = new WeakMap<object, D1PreparedStatement>()

/** The same database, of which each statement and batch is an await of the invocation. */
export const crashing = (db: D1Database, invocation: Invocation): D1Database =>
  new Proxy(db, {
    get(real, name) {
      if (name === 'prepare') return (sql: string) => wrapped(real.prepare(sql), invocation)
      if (name === 'batch')
        return (statements: D1PreparedStatement[]) =>
          invocation.doing(() => real.batch(statements.map((one) => reals.get(one) ?? one)))
      return Reflect.get(real, name).bind(real)
    },
  })

function wrapped(statement: D1PreparedStatement, invocation: Invocation): D1PreparedStatement {
  const proxy = new Proxy(statement, {
    get: (real, name) =>
      name === 'bind'
        ? (...values: unknown[]) => wrapped(real.bind(...values), invocation)
        : (...given: unknown[]) => invocation.doing(() => Reflect.get(real, name).apply(real, given)),
  })
  reals.set(proxy, statement)
  return proxy
}
