import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Clients that write at once, as pgbench's own TPC-B does. */
const CLIENTS = 4
/** 100,000 accounts each. */
const SCALE = 10

/** The version of the pgbench on PATH; null where there is none. */
export async function findPgbench(): Promise<string | null> {
  const answer = await run('pgbench', ['--version']).catch(() => null)
  return /\d+(?:\.\d+)*/.exec(answer?.stdout ?? '')?.[0] ?? null
}

/** Makes pgbench's tables in a database. */
export const fillForPgbench = (url: string): Promise<unknown> => run('pgbench', ['-i', '-q', '-s', String(SCALE), url])

/** Keeps a database busy for so many seconds: transactions per second. @throws where pgbench fails, with what it said */
export async function keepBusy(url: string, seconds: number): Promise<number> {
  const options = ['-n', '-M', 'prepared', '-c', String(CLIENTS), '-j', '1', '-T', String(seconds)]
  const { stdout, stderr } = await run('pgbench', [...options, url])
  const [, tps] = /^tps = ([\d.]+)/m.exec(stdout) ?? []
  if (tps === undefined) throw new Error(`pgbench said no number of transactions: ${stdout}${stderr}`)
  return Number(tps)
}
