import { spawn, type ChildProcess } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { KEPT } from './paths.ts'

/** wrangler as a process group of its own: Ctrl-C reaches us first, and nothing of it can outlive its end. */
export interface Wrangler {
  /** Settles when it has ended, with its exit code; null: a signal ended it. */
  readonly ended: Promise<number | null>
  /** The last of what it wrote. */
  log(): string
  /** Ends it and everything that it started; may be called twice. */
  stop(): Promise<void>
}

const PROGRAM = join(dirname(createRequire(import.meta.url).resolve('wrangler/package.json')), 'bin/wrangler.js')
const LOG_LINES = 30
const PATIENCE = 5000

/** Starts wrangler without questions, colours and reports to its makers. */
export function startWrangler(args: readonly string[]): Wrangler {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    cwd: KEPT,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      CI: '1',
      NO_COLOR: '1',
      WRANGLER_SEND_METRICS: 'false',
      WRANGLER_HIDE_BANNER: 'true',
      WRANGLER_LOG_PATH: join(KEPT, 'wrangler.log'),
      // It would ask Cloudflare where this machine is, and wait for the answer.
      CLOUDFLARE_CF_FETCH_ENABLED: 'false',
    },
  })
  let lines: string[] = []
  const keep = (text: string) => void (lines = [...lines, ...text.split('\n')].slice(-LOG_LINES))
  child.stdout.setEncoding('utf8').on('data', keep)
  child.stderr.setEncoding('utf8').on('data', keep)
  const ended = new Promise<number | null>((resolve, reject) => child.once('close', resolve).once('error', reject))
  const killWithUs = () => kill(child, 'SIGKILL')
  process.once('exit', killWithUs)
  return {
    ended,
    log: () => lines.join('\n').trim(),
    async stop() {
      kill(child, 'SIGTERM')
      const patient = await Promise.race([ended, sleep(PATIENCE, 'late' as const, { ref: false })])
      if (patient === 'late') kill(child, 'SIGKILL')
      await ended
      // The leader is gone; workerd may not be yet.
      kill(child, 'SIGKILL')
      process.off('exit', killWithUs)
    },
  }
}

/** Signals the whole group; it may be gone already. */
function kill({ pid }: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, signal)
  } catch {
    // ESRCH: nobody is left.
  }
}
