import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { lstatSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** The unprivileged user that PostgreSQL runs as where we are root; it refuses to run as root. */
export interface Account {
  uid: number
  gid: number
}

const id = (flag: '-u' | '-g', name: string): number | null => {
  const { status, stdout } = spawnSync('id', [flag, name], { encoding: 'utf8' })
  return status === 0 ? Number(stdout) : null
}

/**
 * The account for the server: null where we are not root and it can be our own; else `postgres` or, where the system has
 * none, `nobody`, so that no user need be created.
 * @throws where root has neither to hand over to
 */
export function serverAccount(): Account | null {
  if (process.getuid?.() !== 0) return null
  for (const name of ['postgres', 'nobody']) {
    const uid = id('-u', name)
    const gid = id('-g', name)
    if (uid !== null && gid !== null) return { uid, gid }
  }
  throw new Error(
    'PostgreSQL does not run as root, and there is no user postgres or nobody to run it as: useradd --system postgres',
  )
}

/** Whether the account may enter a folder or run a file, by asking the system rather than reading modes. */
export function canReach(account: Account | null, path: string): boolean {
  if (account === null) return true
  return spawnSync('test', ['-x', path], { ...account, cwd: '/' }).status === 0
}

/**
 * A folder of ours in the system's folder for temporary files that stands in for a path which the account cannot reach
 * (a checkout below /root). The same path always has the same stand-in, as long as its edition is the same.
 * @throws where somebody else owns a folder of that name, for programs are run from it
 */
export function standIn(path: string, account: Account, edition = ''): string {
  const folder = join(
    tmpdir(),
    `plumbline-${createHash('sha256')
      .update(path + edition)
      .digest('hex')
      .slice(0, 12)}`,
  )
  mkdirSync(folder, { recursive: true, mode: 0o711 })
  const found = lstatSync(folder)
  if (!found.isDirectory() || found.uid !== process.getuid?.()) {
    throw new Error(`${folder} belongs to another user: remove it, or set TMPDIR to a folder of your own`)
  }
  if (!canReach(account, folder)) {
    throw new Error(
      `${path} and ${dirname(folder)} are closed to the user ${account.uid}: set TMPDIR to an open folder`,
    )
  }
  return folder
}
