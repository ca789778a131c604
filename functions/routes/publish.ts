import { createRoute, z } from '@hono/zod-openapi'
import { bodyLimit } from 'hono/body-limit'
import { CATALOG_VERSION } from '../collect/catalog.ts'
import { Blueprint, BLUEPRINT_FORMAT } from '../model/blueprint.ts'
import { PLUMBLINE, publishCommand } from '../model/commands.ts'
import { hashContent } from '../model/parts.ts'
import { publishBlueprint } from '../store/blueprints.ts'
import { responses, TargetParam, WRITES } from './support/openapi.ts'
import { Problem } from './support/problem.ts'
import { targetOf } from './support/request.ts'
import { router } from './support/router.ts'

/** What a body may have; the blueprint of 1,000 tables has about 3 MiB. Bytes. */
const LIMIT = 8 * 1024 * 1024

const Published = z.object({ target: z.string(), hash: z.string(), tag: z.string(), new: z.boolean() })

const limit = bodyLimit({
  maxSize: LIMIT,
  onError: () => {
    throw new Problem('too-large', {
      detail: `A blueprint may have ${LIMIT / 1024 / 1024} MiB.`,
      mend: `publish what ${PLUMBLINE} blueprint build writes, one migrations folder at a time`,
    })
  },
})

const route = createRoute({
  method: 'post',
  path: '/{target}/blueprints',
  summary: 'Publishes a blueprint: from now on, runs on the target compare with it',
  description:
    'A hash and tag that the target has seen before are answered with 200, others with 201; either way it is the newest from now on. A tag may be given to another hash: the newest publication counts.',
  security: WRITES,
  middleware: limit,
  request: { params: TargetParam },
  responses: responses({ status: 201, description: 'Published', schema: Published }, [
    'malformed-json',
    'unknown-target',
    'too-large',
    'other-format',
    'invalid-blueprint',
    'wrong-hash',
    'writes-disabled',
  ]),
})

/** POST /:target/blueprints */
export const publish = router().openapi(route, async (c) => {
  const target = targetOf(c)
  const blueprint = await blueprintFrom(await c.req.text(), publishCommand(target.name))
  const published = await publishBlueprint(c.env, target.name, blueprint, Date.now())
  const { hash, tag } = blueprint
  const created = published === 'created'
  return c.json({ target: target.name, hash, tag, new: created }, created ? 201 : 200)
})

/** A blueprint whose format, shape and hash hold. Throws the problem that it has, with the command that mends it. */
async function blueprintFrom(body: string, mend: string): Promise<Blueprint> {
  const value = jsonFrom(body, mend)
  refuseOtherFormat(value, mend)
  const parsed = Blueprint.safeParse(value)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new Problem('invalid-blueprint', {
      detail: `At ${issue?.path.join('.') || 'the top'}: ${issue?.message ?? 'a wrong value'}.`,
      mend,
    })
  }
  const hash = await hashContent(parsed.data.content)
  if (hash === parsed.data.hash) return parsed.data
  throw new Problem('wrong-hash', { detail: `It says ${parsed.data.hash}, its content has ${hash}.`, mend })
}

function jsonFrom(body: string, mend: string): unknown {
  try {
    return JSON.parse(body)
  } catch (error) {
    throw new Problem('malformed-json', { detail: error instanceof Error ? error.message : String(error), mend })
  }
}

const Versions = z.object({ content: z.object({ format: z.number(), catalog: z.number() }) })

/** Says so before its shape is looked at: another format has another shape. */
function refuseOtherFormat(value: unknown, mend: string): void {
  const versions = Versions.safeParse(value).data?.content
  if (!versions) return
  if (versions.format === BLUEPRINT_FORMAT && versions.catalog === CATALOG_VERSION) return
  throw new Problem('other-format', {
    detail: `It has format ${versions.format}, catalog ${versions.catalog}; this Worker reads format ${BLUEPRINT_FORMAT}, catalog ${CATALOG_VERSION}.`,
    mend: `with the plumbline of this Worker’s version: ${mend}`,
  })
}
