import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const FUNCTION = 'supabase/functions/plumbline-catalog'

/** Packages come from node_modules, as npm ci laid them there: nothing is fetched. */
const OPTIONS = ['--node-modules-dir=manual', '--no-lock', '--config', `${FUNCTION}/deno.json`]

export interface EdgeFunction {
  /** As function_url in wrangler.toml. */
  url: string
  stop(): Promise<void>
}

const deno = (args: readonly string[], env: Record<string, string> = {}) => {
  const { PATH = '', HOME = '' } = process.env
  return spawn(`${ROOT}node_modules/.bin/deno`, [...args], { cwd: ROOT, env: { PATH, HOME, NO_COLOR: '1', ...env } })
}

/** What `deno check` has against the function; nothing: ''. */
export function checkEdgeFunction(): Promise<string> {
  const child = deno(['check', ...OPTIONS, `${FUNCTION}/index.ts`])
  let text = ''
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
  return new Promise((resolve, reject) =>
    child.once('error', reject).once('close', (code) => resolve(code === 0 ? '' : text || `exit code ${code}`)),
  )
}

/** Runs the function in Deno, as Supabase does, with what it may do there. */
export async function startEdgeFunction(env: Record<string, string>): Promise<EdgeFunction> {
  const run = ['run', ...OPTIONS, '--allow-net', '--allow-env', '--no-prompt', `${FUNCTION}/index.ts`]
  const child = deno(run, { DENO_SERVE_ADDRESS: 'tcp:127.0.0.1:0', ...env })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  let text = ''
  const port = await new Promise<string>((resolve, reject) => {
    const read = (chunk: string) => {
      text += chunk
      const listening = /Listening on http:\/\/[^:]+:(\d+)/.exec(text)?.[1]
      if (listening) resolve(listening)
    }
    child.stdout.setEncoding('utf8').on('data', read)
    child.stderr.setEncoding('utf8').on('data', read)
    child.once('error', reject)
    child.once('close', () => reject(new Error(`the function did not start: ${text}`)))
  })
  return {
    url: `http://127.0.0.1:${port}/functions/v1/plumbline-catalog`,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}
