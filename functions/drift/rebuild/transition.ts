import type { FactVersion } from '../../model/blueprint.ts'
import { kindOf, type Fact } from '../../model/fact.ts'
import { compare, rootCauses, type RootDifference } from '../compare.ts'
import { alterStatements } from '../mend/alter.ts'
import { creations } from '../mend/create.ts'
import { firstElements } from '../mend/column.ts'
import { removals } from '../mend/drop.ts'
import { dependentsOf, isStateless } from './dependents.ts'
import { withLosses } from './losses.ts'
import { stepsOf, type Step } from './step.ts'
import { remadeOf, unalterable, type Remade } from './remade.ts'
import { renamedOf } from './renamed.ts'

/**
 * The steps that turn one catalog into another: an order that mostly works, to be found for good by trying
 * (scripts/rehearse). What PostgreSQL cannot do has no step, so that the way is told as not found.
 * @param from all facts of the one, @param to all facts of the other; both without what is not modelled
 * @param remake keys of facts to drop and make again, though an ALTER would do, or though they do not differ: they stood
 *   in the way of another statement. A type is made again beside the old one, and its columns are moved over.
 */
export function transition(
  from: readonly Fact[],
  to: readonly Fact[],
  remake: ReadonlySet<string> = new Set(),
): Step[] {
  const remade = remadeOf(from, to, remake)
  const aside = asideOf(from, [...remake, ...unalterable(from, to), ...remade.flatMap(({ users }) => users)], remade)
  const gone = new Set([...aside, ...remade.flatMap((one) => one.gone)])
  const left = [...from.filter((fact) => !gone.has(fact)), ...remade.flatMap(({ made }) => made)]
  const renamed = renamedOf(left, to)
  const names = new Map(renamed.map((one) => [one.from, one.to]))
  const kept = left.map((fact) => names.get(fact) ?? fact)
  const roots = rootCauses(compare(to.map(asVersion), kept, { applied: [true], skipped: new Set() }))
  const [had, wanted] = [from, to].map((facts) => new Set(facts.map(({ key }) => key)))
  const steps = [
    ...stepsOf(removals(aside), (key) => (wanted?.has(key) ? 'aside' : 'remove')),
    ...remade.flatMap((one) => one.steps),
    ...renamed.map(({ step }) => step),
    ...roots.filter(({ direction }) => direction === 'extra').flatMap(removed),
    ...roots.filter(({ direction }) => direction === 'changed').flatMap(changed),
    ...stepsOf(creations(missing(roots)), (key) => (had?.has(key) ? 'back' : 'make')),
  ]
  return withLosses(steps, from, to)
}

const asVersion = ({ key, parent, value }: Fact): FactVersion => [key, parent, value, 0, null]

/** The facts to put aside, with all that goes when they are dropped; not what is made anew in another way. */
function asideOf(from: readonly Fact[], keys: readonly string[], remade: readonly Remade[]): Fact[] {
  const asked = new Set(keys)
  const other = new Set(remade.flatMap(({ gone }) => gone))
  const own = from.filter((fact) => asked.has(fact.key) && isStateless(fact) && !other.has(fact))
  return [...own, ...dependentsOf(new Set(own.map(({ key }) => key)), from).filter(isStateless)]
}

const missing = (roots: readonly RootDifference[]): Fact[] =>
  roots
    .flatMap((root) => [root, ...root.follows])
    .flatMap(({ key, expected, target }) =>
      expected.now === null || target !== null ? [] : [{ key, parent: expected.now.parent, value: expected.now.value }],
    )

function removed(root: RootDifference): Step[] {
  const facts = [root, ...root.follows].map(({ key, parent, target }): Fact => ({ key, parent, value: target ?? '' }))
  return stepsOf(removals(facts, new Set(facts.slice(0, 1))), () => 'remove')
}

function changed({ key, parent, blueprint, target }: RootDifference): Step[] {
  if (blueprint === null || target === null) return []
  const statements = alterStatements(key, target, blueprint, parent)
  if (statements.length === 0 && kindOf(key) === 'column') statements.push(...firstElements(key, target, blueprint))
  return statements.map((sql) => ({ sql, fact: key, purpose: 'change', destructive: null }))
}
