import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { KEPT } from './paths.ts'

/** One file for each `npm start` that runs, named by its process id. */
const RUNNING = join(KEPT, 'running')

/** Notes that this process runs; answers how to take the note away. */
export async function noteRunning(): Promise<() => Promise<void>> {
  const file = join(RUNNING, String(process.pid))
  await mkdir(RUNNING, { recursive: true })
  await writeFile(file, `${new Date().toISOString()}\n`)
  return () => rm(file, { force: true })
}

/** Process ids of every `npm start` that was noted and lives; notes of those that were killed are taken away. */
export async function runningNow(): Promise<number[]> {
  const noted = await readdir(RUNNING).catch((): string[] => [])
  const living: number[] = []
  for (const name of noted.filter((file) => /^\d+$/.test(file))) {
    if (await isStart(Number(name))) living.push(Number(name))
    else await rm(join(RUNNING, name), { force: true })
  }
  return living
}

/** Whether a process lives and is one of ours: process ids are used again. Without /proc the note is believed. */
async function isStart(pid: number): Promise<boolean> {
  if (!lives(pid)) return false
  const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => null)
  return line === null || line.includes('start.ts')
}

/** Whether there is such a process. */
export function lives(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
