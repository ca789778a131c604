import { describe, expect, test } from 'vitest'
import type { Climber } from '../../../functions/backup/climber.ts'
import { climb } from '../../../functions/backup/ladder.ts'
import type { ApiFault } from '../../../scripts/management-api/faults.ts'
import { paidProject } from '../../../scripts/management-api/platform.ts'
import { githubWith, type Github } from '../../support/github-actions.ts'
import { Clock, virtualWorld } from './clock.ts'
import { logicalBackup } from './stage.ts'

const START = Date.UTC(2026, 2, 1, 12)
const HOUR = 3_600_000

interface Scene {
  github?: Partial<Github>
  faults?: (ApiFault | null)[]
  /** What is written of the request. */
  intent?: Partial<Pick<Climber['dispatch']['intent'], 'askedAt' | 'run'>>
  /** How old the backup on record is, ms; null: there is none. */
  age?: number | null
  /** Whether a run tells the Worker of its backup. */
  tells?: boolean
  budget?: number
  file?: string
}

/** Climbs to the rung of the logical backup, with a workflow to make one. */
async function climbing({
  github: given,
  faults = [],
  intent: known,
  age = null,
  tells = true,
  budget = 240_000,
  file,
}: Scene) {
  const clock = new Clock(START)
  const github = githubWith(given)
  const world = virtualWorld(clock, { platform: paidProject(), github, fault: () => faults.shift() ?? null })
  const intent: Climber['dispatch']['intent'] = {
    askedAt: null,
    run: null,
    ...known,
    write: async (now) => void (intent.askedAt = now),
    confirm: async (run) => void (intent.run = run),
  }
  const access = { api: 'https://github.test', token: 'ghp_secret' }
  const climber: Climber = {
    world,
    policy: { enough: ['logical'], maxAge: 24 * HOUR, pitrLag: 240_000, maxProofAge: 30 * 24 * HOUR },
    way: { reason: 'none', mend: 'none' },
    target: 'shop',
    point: 'pl-1',
    intent: { askedAt: null, write: () => Promise.reject(new Error('nothing is asked for')) },
    dispatch: {
      way: { access, workflow: { repository: github.repository, file: file ?? github.file, ref: 'main' } },
      intent,
    },
    latestLogical: async () => {
      const made = github.runs.find(({ endsAt }) => endsAt - 1000 <= clock.now)
      if (made && tells && github.ends === 'success') return logicalBackup(made.endsAt - 2000)
      return age === null ? null : logicalBackup(START - age)
    },
  }
  const done = await climb(climber, budget)
  expect(JSON.stringify(done)).not.toContain('ghp_secret')
  const miss = done.tried.find(({ rung }) => rung === 'logical')
  const said = miss === undefined ? done.verdict : `${done.verdict}: ${miss.state}: ${miss.reason}; ${miss.mend}`
  return { done, said, github, intent }
}

describe('the workflow is dispatched', () => {
  test.each<[string, Scene]>([
    ['where no backup is on record', {}],
    ['where the newest is too old', { age: 25 * HOUR }],
    ['and told apart by its name where GitHub does not say which run it is', { github: { details: false } }],
    ['behind a limit that ends in time', { faults: [{ status: 429, headers: { 'Retry-After': '60' } }] }],
    ['behind a limit that is a 403', { faults: [{ status: 403, headers: { 'Retry-After': '60' } }] }],
    [
      'of an Enterprise Server that does not tell runs',
      { faults: [{ status: 422, body: '{"message":"\\"return_run_details\\" is not a permitted key."}' }] },
    ],
    ['though the answer is lost', { faults: [{ reset: true, done: true, later: 9000 }] }],
    ['though the answer is cut', { faults: [{ cut: true }] }],
    ['though GitHub fails, and it was not', { faults: [{ status: 502 }] }],
    ['before, as is written; the run is found by its name', { intent: { askedAt: START - 1000 } }],
  ])('%s: once, and the backup is waited for', async (_, scene) => {
    const { done, github } = await climbing(scene)
    expect(done).toMatchObject({ verdict: 'go', rung: 'logical', evidence: { id: 'l1' } })
    expect(github.runs).toMatchObject([{ target: 'shop', key: 'pl-1' }])
  })

  test('not where a backup is young enough', async () => {
    const { done, github } = await climbing({ age: HOUR })
    expect([done.verdict, github.runs]).toEqual(['go', []])
  })

  test('not again for the same request, whatever the run is called', async () => {
    const late = { github: { takes: HOUR, named: false }, budget: 30_000 }
    const first = await climbing(late)
    expect(first.said).toMatch(
      /^unknown: unknown: its workflow is under way: https:\/\/github\.com\/acme\/shop\/actions\/runs\/100; ask again with the same Idempotency-Key/,
    )
    const { askedAt, run } = first.intent
    const runs = first.github.runs
    const again = await climbing({ ...late, github: { ...late.github, runs }, intent: { askedAt, run } })
    expect([again.done.tried.some(({ retryable }) => retryable), runs.length]).toEqual([true, 1])
  })

  test('not while it may have been a moment ago', async () => {
    const { said, github } = await climbing({ intent: { askedAt: START - 1000 }, budget: 30_000 })
    expect(said).toMatch(/^unknown: unknown: its workflow was dispatched a moment ago/)
    expect(github.runs).toEqual([])
  })
})

const answering = (status: number, message: string): Scene => ({
  faults: [{ status, body: JSON.stringify({ message }) }],
})

describe('what comes of it', () => {
  test.each<[string, Scene, RegExp]>([
    [
      'no such workflow',
      { file: 'other.yml' },
      /^refuse: failed: GitHub knows no other\.yml in acme\/shop.*404: Not Found.*commit \.github\/workflows\/other\.yml/,
    ],
    [
      'a token that may not',
      answering(403, 'Resource not accessible by personal access token'),
      /^refuse: failed: .*403: Resource.*Actions: write/,
    ],
    [
      'a token that is refused',
      answering(401, 'Bad credentials ghp_secret'),
      /^refuse: failed: GitHub refused the token.*put GITHUB_TOKEN/,
    ],
    [
      'no trigger',
      answering(422, "Workflow does not have 'workflow_dispatch' trigger"),
      /^refuse: failed: .*422: Workflow does not have.*docs\/logical-backup\.md/,
    ],
    [
      'inputs that it does not know',
      answering(422, 'Unexpected inputs provided: ["key"]'),
      /^refuse: failed: .*Unexpected inputs.*inputs target, key and verify/,
    ],
    [
      'a place that moved',
      { faults: [{ status: 307, headers: { Location: 'https://x.test' } }] },
      /^refuse: failed: .*307.*check backup\.workflow/,
    ],
    [
      'a limit of an hour',
      { faults: [{ status: 403, headers: { 'X-RateLimit-Remaining': '0', 'X-RateLimit-Reset': '3600' } }] },
      /^unknown: unknown: GitHub takes no more requests/,
    ],
    [
      'a run that fails',
      { github: { ends: 'failure' } },
      /^refuse: failed: its workflow ended with failure: https:\/\/github\.com\/acme\/shop\/actions\/runs\/100; see the log/,
    ],
    [
      'a run that tells of no backup',
      { tells: false },
      /^refuse: failed: its workflow ended well, and no logical backup is on record.*PLUMBLINE_URL/,
    ],
    [
      'a run that takes too long',
      { github: { takes: HOUR, details: false } },
      /^unknown: unknown: its workflow is under way: https:/,
    ],
    [
      'GitHub is silent',
      { faults: Array.from({ length: 99 }, () => ({ blackhole: true as const, done: false })) },
      /^unknown: unknown: GitHub could not be asked/,
    ],
  ])('%s', async (_, scene, said) => {
    const known = await climbing(scene)
    expect(known.said).toMatch(said)
    expect(known.github.runs.length).toBeLessThan(2)
  })
})
