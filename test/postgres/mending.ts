import { factStatement, factsCte } from '../../functions/collect/catalog.ts'
import type { Row } from '../../functions/collect/session.ts'
import { PRINT_SETTINGS } from '../../functions/collect/settings.ts'
import { compare, rootCauses } from '../../functions/drift/compare.ts'
import { pinnedFindings } from '../../functions/drift/pinned.ts'
import { isPinnedFact } from '../../functions/model/pinned.ts'
import { isUnmodelled } from '../../functions/drift/groups.ts'
import { driftFindings } from '../../functions/drift/findings.ts'
import type { FactVersion } from '../../functions/model/blueprint.ts'
import type { Fact, GroupName } from '../../functions/model/fact.ts'
import type { Scratch } from '../../scripts/blueprint/scratch.ts'
import { prepareScratch } from '../../scripts/postgres/scratch.ts'
import { CATALOG, JOURNAL } from './folders.ts'

type Facts = readonly Fact[]

/** Makes a scratch database one on which `left` can be asked, over and over. */
export async function prepareMending(db: Scratch): Promise<void> {
  await prepareScratch(db, 'supabase')
  await db.exec('set jit = off')
  // Planned once: planning takes longer than running.
  await db.exec(`prepare facts as ${factStatement(factsCte(CATALOG, JOURNAL))}`)
}

/** What would put a target right, by the product's own findings. @param pinned whether pinned kinds, too */
function mendsOf(blueprint: Facts, target: Facts, pinned: boolean): string[] {
  const approved = pinned ? pinnedFindings(blueprint.filter(isPinnedFact), target.filter(isPinnedFact)) : []
  const compared = (facts: Facts) => facts.filter((fact) => !isPinnedFact(fact))
  const drift = driftOf(compared(blueprint), compared(target))
  return [...drift, ...approved].flatMap((finding) => ('mend' in finding ? finding.mend : []))
}

function driftOf(blueprint: Facts, target: Facts) {
  const versions = blueprint.map(({ key, parent, value }): FactVersion => [key, parent, value, 0, null])
  const found = compare(versions, target, { applied: [true], skipped: new Set() })
  return driftFindings(rootCauses(found), [])
}

/** Runs `work` after a script, in a transaction that leaves nothing behind. */
async function after<T>(db: Scratch, script: string, work: () => Promise<T>): Promise<T> {
  await db.exec('begin')
  try {
    await db.exec(script)
    return await work()
  } finally {
    await db.exec('rollback')
  }
}

async function factsNow(db: Scratch): Promise<Facts> {
  await db.exec(PRINT_SETTINGS)
  const facts = await db.query<Row & Fact & GroupName>('execute facts')
  return facts.filter((fact) => !isUnmodelled(fact))
}

/** Order is found by proof: what failed is tried again as long as another statement worked. */
async function applyAll(db: Scratch, statements: readonly string[]): Promise<string[]> {
  const failed: { sql: string; message: string }[] = []
  for (const sql of statements) {
    await db.exec('savepoint one')
    try {
      await db.exec(sql)
    } catch (error) {
      failed.push({ sql, message: error instanceof Error ? error.message : String(error) })
      await db.exec('rollback to savepoint one')
    }
  }
  if (failed.length === 0) return []
  if (failed.length === statements.length) return failed.map(({ sql, message }) => `${message}: ${sql}`)
  return applyAll(
    db,
    failed.map(({ sql }) => sql),
  )
}

/**
 * What is still not as the blueprint script makes it, once the mends of its findings were applied.
 * @param pinned whether facts of pinned kinds count: what is dropped and made again has other grants
 */
export async function left(db: Scratch, blueprint: string, target: string, pinned: boolean) {
  const linesOf = (facts: Facts) =>
    facts.flatMap((fact) => (pinned || !isPinnedFact(fact) ? [`${fact.key} = ${fact.value}`] : []))
  const wanted = await after(db, blueprint, () => factsNow(db))
  return after(db, target, async () => {
    const refused = await applyAll(db, mendsOf(wanted, await factsNow(db), pinned))
    const [want, got] = [linesOf(wanted), linesOf(await factsNow(db))]
    return {
      refused,
      missing: want.filter((line) => !got.includes(line)),
      extra: got.filter((line) => !want.includes(line)),
    }
  })
}
