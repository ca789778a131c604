import { spawn, type ChildProcess } from 'node:child_process'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { serverAccount, type Account } from './account.ts'
import { findBinaries, type ServerVersion } from './binaries.ts'
import { dataFolder, initialise, LOCAL_PASSWORD, LOCAL_USER } from './folder.ts'
import { claim, clearLeftover, release } from './leftover.ts'

export { SERVER_VERSIONS, type ServerVersion } from './binaries.ts'

export interface ServerOptions {
  version?: ServerVersion
  /** Folder that keeps the data; made where it is missing, reused where it is not. */
  dir: string
  /** A free one where none is given. */
  port?: number
  /** `name=value`, as in postgresql.conf; `fsync=off` is for tests only. */
  settings?: readonly string[]
}

export interface LocalServer {
  /** Connection string of the database `postgres`, as superuser. */
  url: string
  port: number
  /** Where the data is: below `dir`, or in the folder for temporary files where root's `dir` is closed to other users. */
  folder: string
  /** Ends all sessions and stops; may be called twice. */
  stop(): Promise<void>
}

const LOCAL = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'lc_messages=C', 'timezone=UTC']
const LOG_LINES = 12
/** A server that was killed lets go of its memory and its lock a moment later. */
const LETTING_GO = /pre-existing shared memory block|lock file "postmaster.pid" already exists/

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(0, '127.0.0.1', resolve))
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('the system gave no free port')
  return address.port
}

interface Launch {
  program: string
  folder: string
  port: number
  settings: readonly string[]
  account: Account | null
}

/** Starts the process and waits until it takes connections; what it logged instead is the error's message. */
function launch({ program, folder, port, settings, account }: Launch): Promise<ChildProcess> {
  const options = [...LOCAL, ...settings].flatMap((setting) => ['-c', setting])
  const child = spawn(program, ['-D', folder, '-p', String(port), ...options], {
    ...account,
    cwd: folder,
    env: { ...process.env, LC_ALL: 'C' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  return new Promise((resolve, reject) => {
    let log: string[] = []
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      log = [...log, ...text.split('\n').filter(Boolean)].slice(-LOG_LINES)
      if (text.includes('ready to accept connections')) resolve(child)
    })
    child.once('error', reject)
    child.once('close', () => reject(new Error(log.join('\n'))))
  })
}

interface Launched {
  child: ChildProcess
  port: number
}

async function launchPatiently({ port, ...what }: Omit<Launch, 'port'> & { port?: number }): Promise<Launched> {
  for (let attempt = 1; ; attempt++) {
    const chosen = port ?? (await freePort())
    try {
      return { child: await launch({ ...what, port: chosen }), port: chosen }
    } catch (cause) {
      const log = cause instanceof Error ? cause.message : String(cause)
      if (log.includes('Address already in use')) {
        // Somebody else may have taken the free one first.
        if (port === undefined && attempt < 10) continue
        throw new Error(`port ${chosen} is in use: give another port, or stop what listens there`, { cause })
      }
      if (attempt === 10 || !LETTING_GO.test(log)) {
        throw new Error(`PostgreSQL did not start on ${what.folder}; it logged:\n${log}`, { cause })
      }
      await sleep(300)
    }
  }
}

/** SIGINT is PostgreSQL's fast shutdown: sessions are ended, data is flushed. SIGQUIT where that takes too long. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGINT')
  const impatient = setTimeout(() => child.kill('SIGQUIT'), 10_000)
  await gone
  clearTimeout(impatient)
}

/**
 * Starts a PostgreSQL of its own for this machine: on 127.0.0.1, role and password `postgres`. Works as root, too: the
 * server then runs as the user postgres or nobody. A server or lock that a killed process left behind is cleared away.
 * @throws where the port is in use, the version is not installed, the folder is in use or cannot be made, with the mend
 */
export async function startServer({ version = 17, dir, port, settings = [] }: ServerOptions): Promise<LocalServer> {
  const account = serverAccount()
  const binaries = await findBinaries(version, account)
  const folder = dataFolder(dir, version, account)
  await clearLeftover(folder)
  await initialise(binaries, folder, account, !settings.includes('fsync=off'))
  const what = { program: binaries.postgres, folder, settings, account }
  const { child, port: chosen } = await launchPatiently(port === undefined ? what : { ...what, port })
  claim(folder)
  const endWithUs = () => void child.kill('SIGINT')
  process.once('exit', endWithUs)
  return {
    url: `postgres://${LOCAL_USER}:${LOCAL_PASSWORD}@127.0.0.1:${chosen}/postgres`,
    port: chosen,
    folder,
    async stop() {
      process.off('exit', endWithUs)
      await end(child)
      release(folder)
    },
  }
}
