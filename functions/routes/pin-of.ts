import { changesBetween, factsOf, type PinContent } from '../model/pin.ts'
import { readContent } from '../store/pins.ts'
import type { PinRecord } from '../store/shapes.ts'
import type { PinInFull } from '../views/pins.ts'
import { Problem } from './support/problem.ts'

/**
 * A pin with its facts and what it changed; `known` where they are at hand.
 * @throws Problem where the store does not have them at this place
 */
export async function inFull(kv: KVNamespace, record: PinRecord, known?: PinContent): Promise<PinInFull> {
  const [content, before] = await Promise.all([
    known ?? readContent(kv, record.hash),
    record.previous === null ? null : readContent(kv, record.previous),
  ])
  if (content === null) throw notThere(record.hash)
  return { ...record, changes: changesBetween(before, content), content: factsOf(content) }
}

const notThere = (hash: string) =>
  new Problem('unknown-pin', {
    detail: `The facts of the pin ${hash} are not in the store, or not yet at this place.`,
    mend: 'ask again in a minute; if they stay away, pin again',
  })
