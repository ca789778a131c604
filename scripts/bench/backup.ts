import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openSession, type CopySession } from '../backup/session.ts'
import { startServer } from '../postgres/server.ts'
import { figure, type Figure } from './figures.ts'
import { findPgDump } from './pg-dump.ts'

/** About what a million of the rows below take on disk. bytes */
const MILLION = 260_000_000

const PLUMBLINE = fileURLToPath(new URL('../plumbline.ts', import.meta.url))

/** What a program took. */
interface Cost {
  /** ms */
  wall: number
  /** The most memory that it held at once, bytes; null where the system has no /proc. */
  peak: number | null
}

/**
 * Backs up a database of about `bytes`, restores it and proves the backup, beside pg_dump -Fc and pg_restore on the same server.
 * @throws where a program fails, with what it said
 */
export async function benchBackup(bytes: number, say: (what: string) => void): Promise<Figure[]> {
  const rival = await findPgDump()
  const dir = await mkdtemp(join(tmpdir(), 'plumbline-bench-'))
  const settings = ['fsync=off', 'max_wal_size=4GB', 'shared_buffers=256MB']
  const server = await startServer({ version: rival?.server ?? 17, dir, settings })
  const urlOf = (database: string) => Object.assign(new URL(server.url), { pathname: `/${database}` }).href
  const admin = await openSession(server.url, 10_000)
  try {
    say(`a database of ${Math.round(bytes / 1e6)} MB on PostgreSQL ${rival?.server ?? 17}`)
    await admin.exec('create database shop')
    const size = await filled(urlOf('shop'), bytes)
    const fresh = async (name: string) => {
      await admin.exec(`create database ${name} template template0`)
      return urlOf(name)
    }
    const took = await compete({ dir, source: urlOf('shop'), fresh, rival: rival !== null, say })
    return [
      figure('the database', size, 'bytes'),
      ...(rival ? [figure('pg_dump -Fc: what it wrote', (await stat(dumpIn(dir))).size, 'bytes')] : []),
      figure('backup: what it wrote', await sizeOfFolder(placeIn(dir)), 'bytes'),
      ...took.flatMap(([name, { wall, peak }]) => [
        figure(`${name}: wall time`, wall, 'ms'),
        { ...figure(`${name}: most memory`, peak, 'bytes'), note: peak === null ? 'this system has no /proc' : null },
      ]),
    ]
  } finally {
    await admin.close()
    await server.stop()
    await rm(dir, { recursive: true, force: true })
    await rm(server.folder, { recursive: true, force: true })
  }
}

const dumpIn = (dir: string) => join(dir, 'shop.dump')
const placeIn = (dir: string) => join(dir, 'backup')

interface Arena {
  dir: string
  source: string
  /** Makes an empty database. */
  fresh(name: string): Promise<string>
  rival: boolean
  say(what: string): void
}

/** Runs the programs one after another. */
async function compete({ dir, source, fresh, rival, say }: Arena): Promise<[string, Cost][]> {
  const [place, dump] = [placeIn(dir), dumpIn(dir)]
  const took: [string, Cost][] = []
  const measure = async (name: string, program: string, args: readonly string[]) => {
    say(name)
    took.push([name, await run(program, args)])
  }
  const plumbline = (name: string, ...args: string[]) => measure(name, process.execPath, [PLUMBLINE, ...args])
  const backup = ['backup', '--database-url', source, '--to']
  if (rival) await measure('pg_dump -Fc', 'pg_dump', ['-Fc', '--file', dump, '--dbname', source])
  await plumbline('backup --jobs 1', ...backup, place, '--jobs', '1')
  await plumbline('backup --jobs 2', ...backup, `${place}-2`, '--jobs', '2')
  if (rival) {
    const into = ['--jobs', '2', '--dbname', await fresh('dumped'), dump]
    await measure('pg_restore --jobs 2', 'pg_restore', into)
  }
  const into = await fresh('restored')
  await plumbline('restore --jobs 2', 'restore', '--from', place, '--database-url', into, '--jobs', '2')
  await plumbline('backup verify --jobs 2', 'backup', 'verify', '--from', place, '--jobs', '2')
  return took
}

/** Rows as applications have them: some of it compresses, some does not. @returns bytes on disk */
async function filled(url: string, bytes: number): Promise<number> {
  const db: CopySession = await openSession(url, 10_000)
  const rows = Math.max(1000, Math.round((bytes / MILLION) * 1e6))
  try {
    await db.exec(`create table customers (id integer primary key, name text not null, email text unique);
insert into customers select i, 'Customer ' || i, md5(i::text) || '@example.com' from generate_series(1, ${Math.ceil(rows / 20)}) i;
create table orders (id bigint primary key, customer integer not null references customers, at timestamptz not null, total numeric(12, 2), paid boolean, note text, payload jsonb);
insert into orders select i, 1 + i % ${Math.ceil(rows / 20)}, timestamptz '2025-01-01' + i * interval '1 second', (i % 100000) / 100.0, i % 3 = 0,
  case when i % 4 = 0 then repeat('please deliver to the neighbour ', 1 + i % 5) end, jsonb_build_object('sku', md5(i::text), 'quantity', i % 9, 'tags', array['a', 'b'])
  from generate_series(1, ${rows}) i;
create index on orders (customer); create index on orders (at)`)
    await db.exec('vacuum analyze')
    const [row] = await db.query<{ size: string }>('select pg_database_size(current_database())::text as size')
    return Number(row?.size)
  } finally {
    await db.close()
  }
}

async function run(program: string, args: readonly string[]): Promise<Cost> {
  const started = performance.now()
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  let peak: number | null = null
  const watch = setInterval(() => (peak = peakOf(child.pid) ?? peak), 50)
  const [code] = await once(child, 'close')
  clearInterval(watch)
  if (code !== 0) throw new Error(`${program} ${args[0]} ended with ${code}: ${said.trim()}`)
  return { wall: performance.now() - started, peak }
}

/** The most memory that a process held so far, bytes; null where nobody says. */
function peakOf(pid = 0): number | null {
  const file = `/proc/${pid}/status`
  if (!existsSync(file)) return null
  try {
    const kb = /VmHWM:\s+(\d+) kB/.exec(readFileSync(file, 'utf8'))?.[1]
    return kb === undefined ? null : Number(kb) * 1024
  } catch {
    return null
  }
}

async function sizeOfFolder(dir: string): Promise<number> {
  const files = await readdir(dir, { recursive: true, withFileTypes: true })
  const sizes = files.filter((file) => file.isFile()).map((file) => stat(join(file.parentPath, file.name)))
  return (await Promise.all(sizes)).reduce((sum, { size }) => sum + size, 0)
}
