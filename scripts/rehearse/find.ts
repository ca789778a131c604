import { hangersOn } from '../../functions/drift/rebuild/dependents.ts'
import type { Step } from '../../functions/drift/rebuild/step.ts'
import { transition } from '../../functions/drift/rebuild/transition.ts'
import { kindOf, type Fact } from '../../functions/model/fact.ts'
import type { Scratch } from '../blueprint/scratch.ts'
import { isAlike, unlike, type ReadFacts, type Unlike } from './facts.ts'
import { tryInOrder, type Refusal } from './try.ts'

/** A way from what the scratch database is to a wanted catalog, as far as one was found. */
export interface Way {
  /** In the order in which they worked, one after another. */
  steps: Step[]
  /** Steps that PostgreSQL refused, in the best attempt. */
  refused: Refusal[]
  /** What is still not as wanted after the steps. Both empty: the way is proven. */
  unlike: Unlike
  /** Keys of facts that are as wanted, though PostgreSQL now prints them with another text. */
  reprinted: string[]
}

/** Whether the way leads where it should. */
export const isProven = (way: Way): boolean => isAlike(way.unlike)

/** More attempts than that were never needed: each puts aside what stood in the way of the last. */
const ATTEMPTS = 5

export interface Search {
  db: Scratch
  read: ReadFacts
  /** What the scratch database holds now. */
  from: readonly Fact[]
  /** What it is to hold. */
  wanted: readonly Fact[]
}

/**
 * Finds the steps to a catalog by trying them, inside the open transaction of the scratch database; afterwards the
 * scratch database is what the steps make it.
 */
export async function findWay({ db, read, from, wanted }: Search): Promise<Way> {
  const remake = new Set<string>()
  await db.exec('savepoint plumbline_way')
  for (let attempts = 1; ; attempts += 1) {
    const way = await converge({ db, read, from, wanted }, remake)
    const wider = inTheWay(way.refused, from).filter((key) => !remake.has(key))
    // What was refused and is not missed had been done by another step.
    if (isProven(way)) return { ...way, refused: [] }
    if (wider.length === 0 || attempts === ATTEMPTS) return way
    for (const key of wider) remake.add(key)
    await db.exec('rollback to savepoint plumbline_way')
  }
}

/** Takes the steps, and again those to what is still missing, as long as that comes nearer. */
async function converge({ db, read, from, wanted }: Search, remake: ReadonlySet<string>): Promise<Way> {
  const way: Way = { steps: [], refused: [], unlike: unlike(wanted, from), reprinted: [] }
  for (let now = from, aside = remake, rounds = 0; !isProven(way) || aside.size > 0; aside = new Set()) {
    const { done, refused } = await tryInOrder(db, transition(now, wanted, aside))
    now = await read()
    const left = unlike(wanted, now)
    const again = reprinted(left, way.unlike, done)
    const moving = isMoving(left, way.unlike)
    way.steps.push(...done.filter(({ fact }) => !again.has(fact)))
    way.refused = refused
    way.reprinted = [...again]
    way.unlike = without(left, again)
    rounds += 1
    if (!moving || done.length === 0 || rounds === ROUNDS) return way
  }
  return way
}

/** What PostgreSQL makes along with something else is put right in the second round, what that brings in the third. */
const ROUNDS = 4

const lines = ({ missing, extra }: Unlike) =>
  [...missing, ...extra].map(({ key, value }) => `${key} = ${value}`).join('\n')

/** Whether the catalog is another than before the round. */
function isMoving(now: Unlike, before: Unlike): boolean {
  return lines(now) !== lines(before)
}

/** Kinds whose statement is the text that PostgreSQL printed, and that are made anew rather than altered. */
const PRINTED = new Set(['view', 'matview', 'rule', 'constraint', 'policy', 'index', 'trigger'])

/**
 * What was made from the wanted text twice, and both times came out with the same other text: PostgreSQL does not print
 * what it reads (IN over varchar, DISTINCT ON an expression). That is what was wanted.
 */
function reprinted(now: Unlike, before: Unlike, done: readonly Step[]): Set<string> {
  const had = new Map(before.extra.map(({ key, value }) => [key, value]))
  const made = new Set(done.map(({ fact }) => fact))
  return new Set(
    now.extra
      .filter(({ key, value }) => PRINTED.has(kindOf(key)) && made.has(key) && had.get(key) === value)
      .map(({ key }) => key)
      .filter((key) => now.missing.some((fact) => fact.key === key)),
  )
}

const without = ({ missing, extra }: Unlike, keys: ReadonlySet<string>): Unlike => ({
  missing: missing.filter(({ key }) => !keys.has(key)),
  extra: extra.filter(({ key }) => !keys.has(key)),
})

/** Facts that may be why steps were refused: what hangs on what they are for, and types that other things use. */
function inTheWay(refused: readonly Refusal[], from: readonly Fact[]): string[] {
  return refused.flatMap(({ step }) => [step.fact, ...hangersOn(step.fact, from)])
}
