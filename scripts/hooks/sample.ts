import type { Phase, SenderName } from '../../functions/model/deploy.ts'

export interface Told {
  sha: string
  /** Branch; null: none is told. */
  ref: string | null
  /** null: none is told, or `production` where one must be. */
  environment: string | null
  phase: Phase
  /** Names the release and the delivery: another each time. */
  id: string
}

type Sample = (told: Told) => object

const own: Sample = ({ sha, ref, environment, phase }) => ({
  sha,
  phase,
  ...(environment === null ? {} : { environment }),
  ...(ref === null ? {} : { ref }),
})

/** The least that a sender says of a deploy, in its own words. */
const samples: Readonly<Record<SenderName, Sample>> = {
  github: ({ sha, ref, environment }) => ({
    action: 'created',
    deployment: { id: Date.now(), sha, ref: ref ?? 'main', environment: environment ?? 'production' },
    repository: { full_name: 'example/example' },
  }),
  vercel: ({ sha, ref, environment, phase, id }) => ({
    id,
    type: phase === 'before' ? 'deployment.created' : 'deployment.succeeded',
    payload: {
      target: environment ?? 'production',
      deployment: { id, meta: { githubCommitSha: sha, githubCommitRef: ref } },
    },
  }),
  netlify: ({ sha, ref, environment, phase, id }) => ({
    id,
    state: phase === 'before' ? 'building' : 'ready',
    branch: ref,
    context: environment ?? 'production',
    commit_ref: sha,
  }),
  render: ({ phase, id }) => ({
    type: phase === 'before' ? 'deploy_started' : 'deploy_ended',
    data: { id, serviceId: 'srv-example', status: phase === 'before' ? null : 'succeeded' },
  }),
  supabase: ({ id }) => ({ id, type: 'v1.project.restored', payload: { project_ref: 'abcdefghijklmnopqrst' } }),
  standard: own,
  bearer: own,
}

/** The body of a delivery that tells of a deploy as a sender would. */
export const sampleOf = (sender: SenderName, told: Told): string => JSON.stringify(samples[sender](told))
