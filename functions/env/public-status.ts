import { settingIn } from './text.ts'
import { z } from 'zod'
import type { Fault } from './fault.ts'

/** A target that the public status page shows, and the name that it has there. */
export interface PublicTarget {
  target: string
  name: string
}

const Table = z.record(
  z.string(),
  z
    .string('must be the name that the public is to read')
    .trim()
    .min(1, 'must have a name')
    .max(60, 'is longer than 60 characters'),
)

const MEND = 'write [vars.PUBLIC_STATUS] in wrangler.toml with one line per target: shop = "Shop"'

/**
 * `[vars.PUBLIC_STATUS]` of wrangler.toml, or the same as JSON text: which targets the public sees, in that order, and by which
 * names. null: it is not set, and there is no public page. A fault names settings: it is for the log, not for the public.
 */
export function publicStatusOf(
  env: Readonly<Record<string, unknown>>,
  targets: readonly string[],
): PublicTarget[] | Fault | null {
  const value = env.PUBLIC_STATUS
  if (value === undefined || value === '') return null
  const table = Table.safeParse(settingIn(value))
  if (!table.success) {
    const [issue] = table.error.issues
    const where = ['PUBLIC_STATUS', ...(issue?.path ?? [])].join('.')
    return {
      reason: `${where} ${issue?.path.length ? issue.message : 'is not a table of targets and names'}`,
      mend: MEND,
    }
  }
  const shown = Object.entries(table.data).map(([target, name]) => ({ target, name }))
  const stranger = shown.find(({ target }) => !targets.includes(target))
  if (stranger)
    return { reason: `PUBLIC_STATUS.${stranger.target} is no target`, mend: `name one of: ${targets.join(', ')}` }
  const twice = shown.find(({ name }, i) => shown.findIndex((other) => other.name === name) !== i)
  if (twice)
    return { reason: `PUBLIC_STATUS gives the name ${twice.name} twice`, mend: 'give each target a name of its own' }
  return shown
}
