import { inject } from 'vitest'
import { z } from 'zod'
import { ask, bindings, freshTarget, TOKEN } from './support.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** test/support/backups.ts */
    backups: string
  }
}

const Started = z.object({ id: z.number(), url: z.string(), token: z.string(), ref: z.string() })
const State = z.object({ made: z.array(z.string()), asked: z.array(z.string()) })

const control = async (path: string, body?: unknown) => {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
  return (await fetch(`${inject('backups')}${path}`, init)).json()
}

/** A target whose project is behind a double of the Management API. */
export async function behind(project: object = {}, policy: object = {}, limit?: number) {
  const double = Started.parse(await control('/', { project: { pointTakes: 0, ...project }, limit }))
  const target = freshTarget()
  const backup = { project_ref: double.ref, token_secret: 'SBP', api_url: double.url, ...policy }
  const on = bindings([], { TARGETS: { [target]: { url_secret: 'SOME_URL', backup } }, SBP: double.token })
  const headers = { Authorization: `Bearer ${TOKEN}`, Accept: 'application/json' }
  return {
    on,
    target,
    token: double.token,
    faults: (faults: unknown[]) => control(`/${double.id}`, faults),
    state: async () => State.parse(await control(`/${double.id}`)),
    backUp: (key: string | null, body?: object) =>
      ask(on, `/${target}/backups`, {
        method: 'POST',
        headers: { ...headers, ...(key !== null && { 'Idempotency-Key': key }) },
        ...(body && { body: JSON.stringify(body) }),
      }),
    note: (body: unknown) =>
      ask(on, `/${target}/backups/logical`, { method: 'POST', headers, body: JSON.stringify(body) }),
    list: async (format = 'json') => (await ask(on, `/${target}/backups?format=${format}`)).text(),
  }
}

/** What is told of a logical backup that was taken an hour ago. */
export const logical = (target: string, change: object = {}) => ({
  id: 'backup-1',
  target,
  takenAt: new Date(Date.now() - 3_600_000).toISOString(),
  finishedAt: new Date(Date.now() - 3_595_000).toISOString(),
  where: 'r2://backups/shop/1',
  bytes: 1000,
  tables: 3,
  rows: 40,
  serverVersion: '17.9',
  catalogDigest: 'a'.repeat(64),
  manifestSha256: 'b'.repeat(64),
  verified: null,
  ...change,
})
