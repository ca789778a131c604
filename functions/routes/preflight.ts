import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Target } from '../env.ts'
import { Preflight } from '../model/preflight.ts'
import { SentFolder } from '../model/sent-folder.ts'
import { preflightOfTarget } from '../run/preflight/of-target.ts'
import { isSheetFormat, SHEET_FORMATS, sheetText } from '../views/formats/formats.ts'
import { preflightText } from '../views/preflight/text.ts'
import { preflightSheet } from '../views/sheets/preflight.ts'
import type { App } from './support/app-env.ts'
import { folderIn } from './support/folder-body.ts'
import { formatOf, type Format } from './support/negotiate.ts'
import { formatQuery, MEDIA, responses, TargetParam, WRITES } from './support/openapi.ts'
import { Problem } from './support/problem.ts'
import { answerText, targetOf, textOptions } from './support/request.ts'
import { router } from './support/router.ts'

const FORMATS: Format[] = ['text', 'json', ...SHEET_FORMATS]

/** What a body may have, bytes; the largest of 80 public folders has about 12 MiB with its snapshots. */
const LIMIT = 16 * 1024 * 1024

const limit = bodyLimit({
  maxSize: LIMIT,
  onError: () => {
    throw new Problem('too-large', {
      detail: `A migrations folder may have ${LIMIT / 1024 / 1024} MiB.`,
      mend: "leave the snapshots out: tar c --exclude='*_snapshot.json' --exclude=snapshot.json drizzle | curl --data-binary @- …",
    })
  },
})

/** For all probes of a preflight together, ms: whoever asks is waiting. */
const PROBE_BUDGET = 20_000

const yesOrNo = (fallback: '0' | '1', description: string) =>
  z
    .string()
    .optional()
    .openapi({ enum: ['0', '1'], default: fallback, description })

/** A parameter that is 0 or 1. @throws Problem for anything else */
function isAsked(c: Context, name: 'lint' | 'probe', fallback: '0' | '1'): boolean {
  const value = c.req.query(name) ?? fallback
  if (value === '0' || value === '1') return value === '1'
  throw new Problem('wrong-parameter', {
    detail: `${name}=${value} is neither 0 nor 1.`,
    mend: `?${name}=1, or leave it out`,
  })
}

/** The parameter `role`; null: it was not given. @throws Problem where it can be no role's name */
function roleOf(c: Context): string | null {
  const role = c.req.query('role')
  if (role === undefined) return null
  if (role !== '' && role.length <= 63 && !role.includes('\0')) return role
  throw new Problem('wrong-parameter', {
    detail: `role=${role.slice(0, 20).replaceAll('\0', '\\0')} is no name of a role: from 1 to 63 letters.`,
    mend: '?role=postgres, or leave it out',
  })
}

const route = createRoute({
  method: 'post',
  path: '/{target}/preflight',
  summary: 'Foretells what Drizzle’s next migrate would do to the target, statement by statement; only reads',
  description:
    'The body is the migrations folder: a tar (`tar c drizzle | curl --data-binary @- …`), or JSON. 200 where nothing stands in the way, 409 where a statement will fail, 422 where nobody can say of every statement: `curl -f` succeeds on 200 alone, and every answer has the same body.',
  security: WRITES,
  middleware: limit,
  request: {
    params: TargetParam,
    query: z.object({
      ...formatQuery(FORMATS),
      lint: yesOrNo('1', 'Whether to lint what is pending, weighed by what the tables hold.'),
      role: z
        .string()
        .optional()
        .openapi({ description: 'Who will migrate; left out: the role that the journal table belongs to.' }),
      probe: yesOrNo('0', 'Whether to ask the rows, by read-only probes with time limits, what hangs on them.'),
    }),
    body: {
      content: {
        'application/json': { schema: SentFolder },
        'application/x-tar': { schema: z.string().openapi({ format: 'binary' }) },
      },
    },
  },
  responses: {
    ...responses({ description: 'Nothing stands in the way', schema: Preflight, formats: FORMATS }, [
      'malformed-json',
      'no-migrations',
      'unknown-target',
      'unknown-format',
      'wrong-parameter',
      'too-large',
      'writes-disabled',
      'unreachable-target',
    ]),
    409: { description: 'A statement will fail', content: { 'application/json': { schema: Preflight } } },
    422: { description: 'Nobody can say of every statement', content: { 'application/json': { schema: Preflight } } },
  },
})

const STATUS = { go: 200, stop: 409, unknown: 422 } as const

/** POST /:target/preflight. The body is read by its content, not by its type: curl calls a tar a form. */
export const preflight = router()
preflight.openAPIRegistry.registerPath(route)
preflight.post('/:target/preflight', limit, async (c) => {
  const format = formatOf(c, FORMATS)
  const target = targetOf(c)
  const folder = await folderIn(new Uint8Array(await c.req.arrayBuffer()))
  const role = roleOf(c)
  const told = await toldOf(c, target, folder, { role, lint: isAsked(c, 'lint', '1'), probe: isAsked(c, 'probe', '0') })
  const status = STATUS[told.verdict]
  if (isSheetFormat(format))
    return c.body(sheetText(preflightSheet(told), format), status, {
      'Content-Type': `${MEDIA[format]}; charset=utf-8`,
    })
  if (format === 'json') return c.json(told, status)
  return answerText(c, preflightText(told, textOptions(c, Date.now())), status)
})

async function toldOf(
  c: Context<App>,
  target: Target,
  folder: SentFolder,
  asked: { role: string | null; lint: boolean; probe: boolean },
): Promise<Preflight> {
  if (target.fault !== null)
    throw new Problem('unreachable-target', { detail: target.fault.reason, mend: target.fault.mend })
  const done = await preflightOfTarget(c.env, target, folder, {
    role: asked.role,
    lint: asked.lint,
    probe: asked.probe ? { budget: PROBE_BUDGET } : null,
    now: Date.now(),
  })
  if (done.done) return done.preflight
  if (done.noRole !== undefined)
    throw new Problem('wrong-parameter', {
      detail: `${target.name} has no role ${done.noRole}.`,
      mend: 'name a role that it has, as PostgreSQL stores it: ?role=postgres; or leave it out',
    })
  const { reason, mend } = done.failure
  throw new Problem('unreachable-target', {
    detail: `${target.name} could not be read: ${reason}.`,
    mend: mend ?? `curl …/${target.name}`,
  })
}
