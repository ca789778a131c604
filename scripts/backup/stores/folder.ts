import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { UserError } from '../../errors.ts'
import type { Store } from './store.ts'

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : '')

/** A folder on this machine. What is put is flushed to disk under another name first, so that no half file has the right one. */
export function folderStore(dir: string): Store {
  const refused = (what: string, name: string) => (error: unknown) => {
    throw new UserError(
      `${join(dir, name)} cannot be ${what}: ${error instanceof Error ? error.message : String(error)}`,
      'see that the folder is there and yours, and that there is room: df -h',
    )
  }
  return {
    where: dir,
    put: (name, bytes) => write(join(dir, name), bytes).catch(refused('written', name)),
    get: (name) =>
      readFile(join(dir, name)).catch((error: unknown) =>
        codeOf(error) === 'ENOENT' ? null : refused('read', name)(error),
      ),
  }
}

async function write(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const half = `${path}.half`
  const file = await open(half, 'w', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(half, path)
  const folder = await open(dirname(path))
  await folder.sync().finally(() => folder.close())
}
