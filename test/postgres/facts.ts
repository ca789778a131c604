import { readFacts, readFingerprints } from '../../functions/collect/read.ts'
import { postgresTransport } from '../../functions/collect/transports/postgres.ts'
import type { Fact } from '../../functions/model/fact.ts'
import { CATALOG, JOURNAL } from './folders.ts'
import { TIMEOUTS } from './target.ts'

/** All facts of a database, in order of key. @throws where it cannot be read */
export async function factsAt(url: string): Promise<Fact[]> {
  const reached = await postgresTransport({ url, timeouts: TIMEOUTS, catalog: CATALOG })(async (session) => {
    const { server } = await readFingerprints(session, JOURNAL)
    return [...(await readFacts(session, JOURNAL, server)).groups.values()].flat()
  })
  if (!reached.reached) throw new Error(reached.failure.reason)
  return reached.value.toSorted((a, b) => (a.key < b.key ? -1 : 1))
}
