import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** How a process ended, and all that it wrote. */
export interface Ended {
  code: number | null
  stdout: string
  stderr: string
}

/** A process that may still run. */
export interface Running {
  pid: number
  /** What it has written to standard output by now. */
  printed(): string
  /** Settles when standard error has held a text. */
  said(text: string): Promise<void>
  signal(name: NodeJS.Signals): void
  ended: Promise<Ended>
}

/** Starts a script of scripts/ as npm does, with Node itself; `env` is added to what a clean shell has. */
export function startScript(script: string, args: readonly string[], env: Record<string, string> = {}): Running {
  const path = fileURLToPath(new URL(`../../scripts/${script}`, import.meta.url))
  const { PATH = '', HOME = '', TMPDIR = '/tmp' } = process.env
  const child = spawn(process.execPath, [path, ...args], { env: { PATH, HOME, TMPDIR, ...env } })
  const written = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (written.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (written.stderr += text))
  const ended = new Promise<Ended>((resolve, reject) =>
    child.once('error', reject).once('close', (code) => resolve({ code, ...written })),
  )
  const heard = (text: string) =>
    new Promise<void>((resolve) => {
      const look = () => written.stderr.includes(text) && resolve()
      child.stderr.on('data', look)
      look()
    })
  return {
    pid: child.pid ?? -1,
    printed: () => written.stdout,
    said: (text) =>
      Promise.race([heard(text), ended.then((all) => Promise.reject(new Error(`it ended first: ${all.stderr}`)))]),
    signal: (name) => void child.kill(name),
    ended,
  }
}

/** Runs a script of scripts/ to its end. */
export const runScript = (script: string, args: readonly string[], env?: Record<string, string>): Promise<Ended> =>
  startScript(script, args, env).ended
