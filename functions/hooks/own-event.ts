import { DeployEvent } from '../model/deploy.ts'
import { parsed, SILENT, type Reading, type Unreadable } from './message.ts'

/**
 * What any system may send in words of ours: `{"sha":"…","phase":"before"}`, and what else it knows. Unknown fields
 * are refused, since a misspelt one would be taken for silence.
 */
export const OwnEvent = DeployEvent.omit({ workflow: true })
  .partial()
  .required({ phase: true })
  .strict()
  .refine(({ sha, release }) => Boolean(sha ?? release), { message: 'give sha, or release where there is no commit' })

const STATE = { before: 'running', after: 'succeeded', none: 'pushed' } as const

/** Reads a body in words of ours. */
export function readOwn(value: unknown, delivery: string | null): Reading | Unreadable {
  const result = parsed(OwnEvent, value)
  if ('unreadable' in result) return result
  const { phase, state = STATE[phase], ...said } = result.data
  const { sha = null, ref = null, environment = null, url = null } = said
  const { release = null, repository = null, deployment = null, migrationsChanged = null } = said
  const known = { sha, ref, environment, url, release, repository, deployment, migrationsChanged }
  return { event: phase, delivery, what: { kind: 'deploy', event: { ...SILENT, ...known, phase, state } } }
}
