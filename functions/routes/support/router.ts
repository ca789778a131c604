import { OpenAPIHono } from '@hono/zod-openapi'
import type { App } from './app-env.ts'
import { Problem } from './problem.ts'

/** A router whose parameters are checked by their schemas; what does not fit is a problem that names the parameter. */
export const router = () =>
  new OpenAPIHono<App>({
    defaultHook: (result) => {
      if (result.success) return
      const [issue] = result.error.issues
      throw new Problem('wrong-parameter', {
        detail: `${result.target} ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'has a wrong value'}.`,
        mend: 'GET /openapi.json has the values that it may have',
      })
    },
  })
