import { readFacts } from '../../../functions/collect/read.ts'
import type { Asking } from '../../../functions/collect/transport.ts'
import type { Fact } from '../../../functions/model/fact.ts'
import { isPinnedFact } from '../../../functions/model/pinned.ts'
import type { JournalTable } from '../../../functions/model/question.ts'

/** The facts that a simulation begins with. */
export async function modelledFacts(asking: Asking, journal: JournalTable, server: number): Promise<Fact[]> {
  const { groups } = await readFacts(asking, journal, server)
  return [...groups.values()].flat().filter((fact) => !isPinnedFact(fact))
}
