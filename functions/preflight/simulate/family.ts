import type { Node } from '@supabase/pg-parser/17/types'
import type { Remarks } from './remark.ts'
import type { World } from './world.ts'

type KindOf<N> = N extends unknown ? keyof N : never
/** The statements that PostgreSQL's parser knows, by the name of their node. */
export type Kind = KindOf<Node>
type Body<K extends Kind> = Extract<Node, Record<K, unknown>>[K]

/** How one family of statements is simulated. */
export interface Simulation<S> {
  /** What PostgreSQL would say, in its order. Changes nothing. */
  check(world: World, statement: S): Remarks
  /** What the catalog is afterwards, as far as it can be said; of a statement that fails, as if it had been mended. */
  apply(world: World, statement: S): void
}

/** A family with the node that it is for. */
export interface Family {
  kind: Kind
  check(world: World, node: Node): Remarks
  apply(world: World, node: Node): void
}

/** Ties a simulation to its node. */
export function family<K extends Kind>(kind: K, simulation: Simulation<Body<K>>): Family {
  // A node has one key, its kind: the registry hands each family only its own.
  const bodyOf = (node: Node) => (node as unknown as Record<K, Body<K>>)[kind]
  return {
    kind,
    check: (world, node) => simulation.check(world, bodyOf(node)),
    apply: (world, node) => simulation.apply(world, bodyOf(node)),
  }
}
