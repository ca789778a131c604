import { createRoute, z, type RouteConfig } from '@hono/zod-openapi'
import { DeployVerdict, Phase, phaseOf, Sha, type Deploy } from '../model/deploy.ts'
import { newestDeploy } from '../store/deploys.ts'
import { DeployJson, deployJson } from '../views/json/deploys.ts'
import { gateText } from '../views/text/deploys.ts'
import { titlesOf } from './deploy-shown.ts'
import { formatOf, type Format } from './support/negotiate.ts'
import { formatQuery, responses, TargetParam } from './support/openapi.ts'
import { Problem } from './support/problem.ts'
import { answerText, targetOf, textOptions } from './support/request.ts'
import { router } from './support/router.ts'

const FORMATS: Format[] = ['text', 'json']

/** How long a request may wait, s: below what proxies in between cut off. */
const LONGEST = 120

/** Between two looks at the store, ms; at most 29 in 120 s, below the 50 requests of the free plan. */
const pause = (tries: number) => Math.min(1000 + tries * 250, 5000)

/** What the gate answers: the deploy, which phase was asked about, and what to do. */
export const GateJson = z.object({
  gate: DeployVerdict.or(z.literal('running')).describe('200 go, 409 stop and unknown, 504 running'),
  phase: Phase,
  deploy: DeployJson,
})

const body = (description: string) => ({
  description,
  content: { 'application/json': { schema: GateJson }, 'text/plain': { schema: z.string() } },
})

const answers: RouteConfig['responses'] = {
  ...responses({ description: 'Go', schema: GateJson, formats: FORMATS }, [
    'wrong-parameter',
    'unknown-target',
    'unknown-deploy',
    'unknown-format',
  ]),
  409: body('Stop, with the reasons'),
  504: body('Still running: ask again'),
}

const route = createRoute({
  method: 'get',
  path: '/{target}/gate',
  summary: 'Waits for the verdict on a deploy, for pipelines: 200 go, 409 stop, 504 still running',
  description:
    'For `curl -fsS`, or with the reasons in the log `curl -sS --fail-with-body`. What could not be looked at is no go: 409. A deploy that no sender has told of yet is waited for, too; then 404.',
  request: {
    params: TargetParam,
    query: z.object({
      ...formatQuery(FORMATS),
      sha: Sha.optional().openapi({ description: 'The commit; the newest deploy unless given.' }),
      release: z
        .string()
        .min(1)
        .max(500)
        .optional()
        .openapi({ description: 'The sender’s own name for it, where it knows no commit: render-srv-…' }),
      phase: Phase.optional().openapi({ description: 'The phase that the deploy is in unless given.' }),
      wait: z.coerce.number().int().min(0).max(LONGEST).default(0).openapi({ description: 'At most so many seconds.' }),
    }),
  },
  responses: answers,
})

const STATUS = { go: 200, stop: 409, unknown: 409, running: 504 } as const

/** GET /:target/gate */
export const gate = router().openapi(route, async (c) => {
  const format = formatOf(c, FORMATS)
  const { name } = targetOf(c)
  const { sha, release, phase: asked, wait } = c.req.valid('query')
  const deploy = await waited(wait, () => newestDeploy(c.env.DB, name, sha ?? null, release ?? null), asked)
  const phase = deploy && (asked ?? phaseOf(deploy))
  if (!deploy || !phase || deploy[phase] === null) throw notTold(name, sha ?? release, asked)
  const verdict = deploy[phase].result?.verdict ?? 'running'
  const titles = await titlesOf(c.env.DB, deploy)
  const status = STATUS[verdict]
  return format === 'json'
    ? c.json({ gate: verdict, phase, deploy: deployJson(deploy, titles) }, status)
    : answerText(c, gateText(deploy, phase, titles, textOptions(c, Date.now())), status)
})

/** Asks until the phase has its verdict, or `wait` (s) is over. */
async function waited<T extends Deploy>(
  wait: number,
  ask: () => Promise<T | null>,
  asked: Phase | undefined,
): Promise<T | null> {
  const end = Date.now() + wait * 1000
  for (let tries = 0; ; tries += 1) {
    const deploy = await ask()
    const phase = deploy && (asked ?? phaseOf(deploy))
    const left = end - Date.now()
    if ((deploy && phase && deploy[phase]?.result != null) || left <= 0) return deploy
    await new Promise((resolve) => setTimeout(resolve, Math.min(pause(tries), left)))
  }
}

const notTold = (target: string, sha: string | undefined, phase: Phase | undefined) =>
  new Problem('unknown-deploy', {
    detail: `Nobody has told of a deploy of ${target}${sha ? ` with ${sha}` : ''}${phase ? ` in the phase ${phase}` : ''}.`,
    mend: `see what came to its hooks: GET /${target}/deploys; &wait=${LONGEST} waits for it`,
  })
