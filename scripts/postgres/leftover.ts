import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const ownerFile = (folder: string) => `${folder}.owner`

const read = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

const pidIn = (path: string): number | null => Number.parseInt(read(path) ?? '', 10) || null

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** The command line of a process; slim containers have /proc but no ps, macOS has ps but no /proc. */
function commandOf(pid: number): string {
  const found = read(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ')
  return found ?? spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? ''
}

async function ended(pid: number, ms: number): Promise<boolean> {
  for (const until = Date.now() + ms; Date.now() < until; await sleep(50)) if (!alive(pid)) return true
  return !alive(pid)
}

/** Notes that this process has started the server of a data folder. */
export const claim = (folder: string): void => writeFileSync(ownerFile(folder), String(process.pid))

/** Takes that note away again. */
export const release = (folder: string): void => rmSync(ownerFile(folder), { force: true })

/**
 * Clears away what a killed process left in a data folder: a stale postmaster.pid whose number another process may have by
 * now, or a server that lives on without its parent, which is stopped.
 * @throws where the process that started that server is alive, or the server does not stop
 */
export async function clearLeftover(folder: string): Promise<void> {
  const pidFile = join(folder, 'postmaster.pid')
  const pid = pidIn(pidFile)
  if (pid === null) return
  if (!alive(pid) || !commandOf(pid).includes(folder)) return rmSync(pidFile, { force: true })
  const owner = pidIn(ownerFile(folder))
  if (owner !== null && alive(owner)) {
    throw new Error(`PostgreSQL already runs on ${folder} (process ${pid}, started by ${owner}): stop that one first`)
  }
  process.kill(pid, 'SIGINT')
  if (!(await ended(pid, 10_000))) throw new Error(`PostgreSQL left over on ${folder} does not stop: kill -QUIT ${pid}`)
}
