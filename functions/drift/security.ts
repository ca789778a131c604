import { kindOf } from '../model/fact.ts'
import type { Severity } from '../model/finding.ts'
import type { Difference } from './compare.ts'
import { isNarrower } from './policy.ts'

type Sides = Pick<Difference, 'key' | 'blueprint' | 'target'>

/** Whether row security is off, or no longer forced, where the blueprint has it: any row is then open. */
export function losesRowSecurity({ key, blueprint, target }: Sides): boolean {
  if (kindOf(key) !== 'table' || blueprint === null || target === null) return false
  return [ENABLED, FORCED].some((guard) => guard.test(blueprint) && !guard.test(target))
}

const ENABLED = / row level security enabled(?: and forced)?$/
const FORCED = / row level security enabled and forced$/

/** How urgent a difference is that guards access; null where it guards none. */
export function securitySeverity(sides: Sides): Severity | null {
  switch (kindOf(sides.key)) {
    case 'policy':
      return policySeverity(sides)
    case 'view':
      return losesInvoker(sides) ? 'critical' : null
    case 'function':
    case 'procedure':
      return routineSeverity(sides)
    default:
      return null
  }
}

/** A policy that only restricts more, or lets through less, opens nothing; but what relied on it fails. */
function policySeverity({ blueprint, target }: Sides): Severity {
  if (blueprint === null) return target?.startsWith('as restrictive') === true ? 'high' : 'critical'
  return target !== null && isNarrower(blueprint, target) ? 'high' : 'critical'
}

/** Without it, a view reads as its owner, whom no policy binds. */
const losesInvoker = ({ blueprint, target }: Sides) =>
  blueprint !== null && target !== null && readsAsCaller(blueprint) && !readsAsCaller(target)

const readsAsCaller = (view: string) => /^(?:using \S+ )?with \([^)]*\bsecurity_invoker=true\b/.test(view)

function routineSeverity({ blueprint, target }: Sides): Severity | null {
  const runsAsOwner = [blueprint, target].some((definition) => definition !== null && isDefiner(definition))
  if (!runsAsOwner || target === null) return null
  return blueprint === null ? 'high' : 'critical'
}

/** In the attributes, which stand before the body. */
const isDefiner = (definition: string) =>
  / SECURITY DEFINER\b/.test(/^[\s\S]*?(?=\nAS |\nBEGIN ATOMIC|\nRETURN )/.exec(definition)?.[0] ?? '')
