import type { z } from 'zod'

/** What JSON text holds; null where it is none. */
export function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** A setting as wrangler.toml has it, or the same as JSON text (`--var TARGETS:…`, .dev.vars); null where the text is no JSON. */
export const settingIn = (value: unknown): unknown => (typeof value === 'string' ? jsonOrNull(value) : value)

/** What is wrong with a setting, and where in it. */
export const said = (error: z.ZodError): string =>
  error.issues.map((issue) => [issue.path.join('.'), issue.message].filter(Boolean).join(': ')).join('; ')
