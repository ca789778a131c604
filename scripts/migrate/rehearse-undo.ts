import { copyCatalog, extensionsOf, withScratch } from '../rehearse/copy.ts'
import { serverError } from '../rehearse/server-error.ts'
import { driftOf, rootLines } from '../rehearse/standing.ts'
import type { Opinion } from './gate.ts'
import type { Undo } from './undo.ts'

/** Takes the way back on a copy of the live catalog: it must work there, and leave what the migrations then say. */
export async function rehearseUndo({ tags, prepared, down }: Undo): Promise<Opinion> {
  const { live, blueprint, standing, plan, folder } = prepared.scene
  return withScratch({ ...plan, extensions: extensionsOf(live.facts) }, async ({ db, read, roles }) => {
    const copy = await copyCatalog({ db, read, roles }, live.facts)
    const unknowns = copy.missing.map(({ fact, reason }) => ({
      text: `unknown: ${fact}: not in the copy: ${reason}`,
      mend: [],
    }))
    await db.exec('begin')
    try {
      for (const { sql } of down.way.steps) await db.exec(sql)
    } catch (error) {
      const { sqlstate, message } = serverError(error)
      return {
        outcome: 'stop',
        said: `fails on a copy of the live catalog: ${sqlstate}: ${message}`,
        details: unknowns,
      }
    }
    const applied = folder.files.map(({ tag }, i) => standing.applied[i] === true && !tags.includes(tag))
    const had = new Set(rootLines(driftOf(blueprint, live.facts, standing).differences))
    const left = rootLines(driftOf(blueprint, await read(), { ...standing, applied }).differences).filter(
      (line) => !had.has(line),
    )
    await db.exec('rollback')
    const details = [
      ...left.map((line) => ({ text: `leaves ${line}: not as the migrations then say`, mend: [] })),
      ...unknowns,
    ]
    const outcome = left.length > 0 ? 'stop' : unknowns.length > 0 ? 'unknown' : 'pass'
    return { outcome, said: `${down.way.steps.length} steps on a copy of the live catalog, ${db.name}`, details }
  })
}
