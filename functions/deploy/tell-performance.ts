import { githubAccess } from '../env/github.ts'
import { OWN } from '../hooks/senders/github.ts'
import type { JudgedAt, PerformanceVerdict } from '../model/performance-verdict.ts'
import { setCommitStatus } from '../notify/github.ts'
import type { StoredDeploy } from '../store/deploys.ts'
import type { Durable } from './durable.ts'
import { ToldShape } from './tell.ts'

/** Until the last verdict, what is unknown may still become known. */
const stateOf = ({ verdict }: PerformanceVerdict, judgedAt: JudgedAt) =>
  verdict === 'fast' ? 'success' : verdict === 'slower' ? 'failure' : judgedAt === '24h' ? 'error' : 'pending'

/** Tells GitHub whether a target is slower since a deploy, where it is told of the deploy at all; what cannot be told changes nothing. */
export async function tellPerformance(
  { env, durable }: { env: Readonly<Record<string, unknown>>; durable: Durable },
  { repository, sha, origin, target, id }: StoredDeploy,
  judgedAt: JudgedAt,
  verdict: PerformanceVerdict,
): Promise<void> {
  const access = githubAccess(env)
  if (repository === null || sha === null || typeof access === 'string') return
  if (!/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(sha)) return
  const told = {
    repository,
    sha,
    state: stateOf(verdict, judgedAt),
    description: `${OWN}${saidOf(verdict)}`,
    context: `plumbline/${target}/performance`,
    url: `${origin}/${target}/deploys/${id}/performance`,
  } as const
  await durable
    .once(`performance: commit status ${judgedAt}`, ToldShape, () => setCommitStatus(access, told))
    .catch((error: unknown) => console.warn(error instanceof Error ? error.message : String(error)))
}

function saidOf({ verdict, findings, unknowns }: PerformanceVerdict): string {
  const [first] = findings
  if (first !== undefined)
    return `${first.severity}: ${first.key}${findings.length > 1 ? ` and ${findings.length - 1} more` : ''}`
  return verdict === 'fast' ? 'as fast as before' : `unknown: ${unknowns[0]?.reason ?? 'too little was seen'}`
}
