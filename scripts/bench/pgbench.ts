import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Second } from './losses.ts'

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

/**
 * Keeps a database busy for so many seconds; what it did in each second of the clock, the first and the last, which may not be whole, left out.
 * @throws where pgbench fails, with what it said
 */
export async function keepBusy(url: string, seconds: number): Promise<Second[]> {
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-pgbench-'))
  try {
    const log = ['-l', '--aggregate-interval=1', `--log-prefix=${join(folder, 'log')}`]
    await run('pgbench', ['-n', '-M', 'prepared', '-c', String(CLIENTS), '-j', '1', '-T', String(seconds), ...log, url])
    const files = await readdir(folder)
    const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))
    return secondsIn(texts.join(''))
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Lines of `interval_start num_transactions …`; intervals begin with whole seconds of the clock. @throws where there are none */
function secondsIn(log: string): Second[] {
  const seconds = log
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [at, transactions] = line.split(' ', 2).map(Number)
      if (at === undefined || transactions === undefined || Number.isNaN(at + transactions))
        throw new Error(`pgbench logged what is no second: ${line}`)
      return { at, transactions }
    })
  if (seconds.length < 3) throw new Error('pgbench logged no seconds')
  return seconds.slice(1, -1)
}
