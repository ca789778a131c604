import type { DeployEvent } from '../model/deploy.ts'
import type { DeploysConfig } from '../model/deploys-config.ts'
import { ignored, type What } from './message.ts'

/** What a target needs to know of itself to say which releases are its own. */
export interface Concern {
  target: string
  environment: string
  /** Its project at Supabase, where the settings name it. */
  project: string | null
  config: DeploysConfig
}

/** So many paths of migrations are kept. */
const MOST = 1000

const isOneOf = (names: readonly string[], name: string) =>
  names.some((one) => one.toLowerCase() === name.toLowerCase())

/**
 * What an event means for a target: a release of another environment, branch or workflow is none of its own. Of the
 * paths of a push only those of migrations stay.
 */
export function concerning(what: What, concern: Concern): What {
  if (what.kind === 'ignored') return what
  if (what.kind === 'look')
    return concern.project === null || what.project === concern.project
      ? what
      : ignored(`the project ${what.project.slice(0, 40)} is not that of ${concern.target}`)
  const why = whyNot(what.event, concern)
  if (why !== null) return ignored(why)
  const { migrationsChanged } = what.event
  if (migrationsChanged === null) return what
  const { migrations } = concern.config
  const ours = migrationsChanged.filter((path) => migrations.some((folder) => path.startsWith(folder))).slice(0, MOST)
  if (what.event.phase === 'none' && ours.length === 0)
    return ignored(`no file below ${migrations.join(' or ')} changed`)
  return { kind: 'deploy', event: { ...what.event, migrationsChanged: ours } }
}

function whyNot({ environment, ref, workflow }: DeployEvent, { target, environment: own, config }: Concern) {
  const environments = config.environments ?? [own]
  if (environment !== null && !isOneOf(environments, environment))
    return `environment ${environment} is not ${environments.join(' or ')} (TARGETS.${target}.deploys.environments)`
  if (workflow !== null && !workflow.some((name) => isOneOf(config.workflows, name)))
    return `workflow ${workflow.join(', ')} is not named in TARGETS.${target}.deploys.workflows`
  // Where a sender names the environment, that says more than the branch.
  if (environment === null && ref !== null && !config.branches.includes(ref))
    return `branch ${ref} is not ${config.branches.join(' or ')} (TARGETS.${target}.deploys.branches)`
  return null
}
