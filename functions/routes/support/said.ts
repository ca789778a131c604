import type { Context } from 'hono'
import type { z } from 'zod'
import { Problem } from './problem.ts'

/**
 * What a short body says, as JSON or as a form, by its content: `curl -d by=ann` is as good as `-d '{"by":"ann"}'`, and no
 * body as an empty one. @throws Problem with `example`
 */
export async function saidIn<T>(c: Context, schema: z.ZodType<T>, example: string): Promise<T> {
  const text = new TextDecoder().decode(await c.req.arrayBuffer()).trim()
  const mend = `send ${example}`
  const parsed = schema.safeParse(text.startsWith('{') ? jsonIn(text, mend) : formIn(text))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new Problem('wrong-body', {
    detail: `At ${issue?.path.join('.') || 'the top'}: ${issue?.message ?? 'a wrong value'}.`,
    mend,
  })
}

/** What a form leaves empty was not said. */
const formIn = (text: string) =>
  Object.fromEntries([...new URLSearchParams(text)].filter(([, value]) => value.trim() !== ''))

function jsonIn(text: string, mend: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Problem('malformed-json', { detail: error instanceof Error ? error.message : String(error), mend })
  }
}
