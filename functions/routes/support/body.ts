import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { z } from 'zod'
import { Problem } from './problem.ts'

/** What a decision in JSON may have, bytes: its texts are short. */
const LIMIT = 16 * 1024

/** Refuses a body that is far longer than a decision. */
export const shortBody = bodyLimit({
  maxSize: LIMIT,
  onError: () => {
    throw new Problem('too-large', {
      detail: `A decision may have ${LIMIT / 1024} KiB.`,
      mend: 'a reason may have 500 characters: name the place that says more',
    })
  },
})

/** What a document in JSON may have, bytes: five sections of 20,000 characters, in any script. */
const LONG = 512 * 1024

/** Refuses a body that is far longer than a document. */
export const longBody = bodyLimit({
  maxSize: LONG,
  onError: () => {
    throw new Problem('too-large', {
      detail: `A document may have ${LONG / 1024} KiB.`,
      mend: 'a section may have 20,000 characters: name the place that says more',
    })
  },
})

/** The JSON in a body, whatever its Content-Type: curl's is another unless it is told. @throws Problem with `example` */
export async function bodyOf<T>(c: Context, schema: z.ZodType<T>, example: string): Promise<T> {
  const mend = `send JSON: -d '${example}'`
  const parsed = schema.safeParse(jsonFrom(new TextDecoder().decode(await c.req.arrayBuffer()), mend))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new Problem('wrong-body', {
    detail: `At ${issue?.path.join('.') || 'the top'}: ${issue?.message ?? 'a wrong value'}.`,
    mend,
  })
}

function jsonFrom(body: string, mend: string): unknown {
  try {
    return JSON.parse(body)
  } catch (error) {
    throw new Problem('malformed-json', { detail: error instanceof Error ? error.message : String(error), mend })
  }
}
