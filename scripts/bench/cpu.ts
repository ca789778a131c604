import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** CPU time of processes. */
export interface CpuClock {
  /** CPU time so far, user and system, of all their threads; ms. */
  now(): number
}

/** The CPU time of our child processes of a name. @returns null where the system has no /proc, or there is no such child */
export function cpuOfChildren(name: string): CpuClock | null {
  try {
    const pids = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry) && isOurs(entry, name))
    if (pids.length === 0) return null
    const tick = 1000 / Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))
    return {
      now() {
        const stats = pids.map(statOf)
        return stats.reduce((ticks, { user, system }) => ticks + user + system, 0) * tick
      },
    }
  } catch {
    return null
  }
}

/** Processes come and go while /proc is read. */
function isOurs(pid: string, name: string): boolean {
  try {
    const stat = statOf(pid)
    return stat.name === name && stat.parent === process.pid
  } catch {
    return false
  }
}

/** Fields 2, 4, 14 and 15 of /proc/PID/stat, proc(5); the name may hold spaces and parentheses. */
function statOf(pid: string) {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const end = text.lastIndexOf(')')
  const fields = text.slice(end + 2).split(' ')
  return {
    name: text.slice(text.indexOf('(') + 1, end),
    parent: Number(fields[1]),
    user: Number(fields[11]),
    system: Number(fields[12]),
  }
}
