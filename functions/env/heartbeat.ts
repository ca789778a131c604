import { isSafe } from '../model/target.ts'
import type { Fault } from './fault.ts'

/**
 * HEARTBEAT_URL: where the monitor says that it lives, a secret, since whoever knows it can say so. Without a slash at its
 * end; null: nobody is told.
 */
export function heartbeatUrl(env: Readonly<Record<string, unknown>>): string | Fault | null {
  const value = env.HEARTBEAT_URL
  if (value === undefined || value === '') return null
  if (typeof value === 'string' && URL.canParse(value) && isSafe(value)) return value.replace(/\/+$/, '')
  return {
    reason: 'HEARTBEAT_URL holds no https:// address',
    mend: 'npx wrangler secret put HEARTBEAT_URL (https://hc-ping.com/<uuid>, or another dead man’s switch)',
  }
}
