import type { Fault } from '../../env/fault.ts'
import type { GithubAccess } from '../../model/github.ts'
import { migrationTexts, TAR_BOUNDS, type TarBounds } from '../../run/preflight/tar.ts'
import { fetchArchive, type Commit } from './fetch-archive.ts'
import { inflated } from './inflate.ts'

/** How much of a repository's archive is read. */
export interface ArchiveBounds extends TarBounds {
  /** Bytes as they come from GitHub. */
  packed: number
  /** Bytes of the tar. */
  unpacked: number
}

const MIB = 1024 * 1024

/** 77 MB of tar, 24 MB packed, took 2.7 s in workerd on a busy machine of two cores; a Worker has 30 s of CPU. */
export const ARCHIVE_BOUNDS: ArchiveBounds = { ...TAR_BOUNDS, packed: 128 * MIB, unpacked: 512 * MIB }

/** Asking again would find the same. */
class Refused extends Error {
  override readonly name = 'Refused'
}

/**
 * The texts of the migrations below some folders of a commit at GitHub, by their paths in the repository; none: an empty map. Else why
 * they cannot be had, and what mends it.
 * @throws where the same may succeed later
 */
export async function migrationsAt(
  access: GithubAccess,
  commit: Commit,
  folders: readonly string[],
  bounds: ArchiveBounds = ARCHIVE_BOUNDS,
): Promise<Map<string, string> | Fault> {
  const archive = await fetchArchive(access, commit)
  if ('reason' in archive) return archive
  const whole = `the archive of ${commit.repository}`
  const packed = bounded(gzipIn(archive), bounds.packed, 'as it comes')
  const tar = bounded(inflated(packed), bounds.unpacked, 'unpacked')
  const mend = 'foretell it with a body of your own: tar c drizzle | curl --data-binary @- …/preflight'
  try {
    const texts = await migrationTexts(streamOf(tar), { strip: 1, folders }, bounds)
    return 'reason' in texts ? { reason: `${whole} is not read: ${texts.reason}`, mend } : texts
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    if (error instanceof Refused) return { reason: `${whole} is not read: ${said}`, mend }
    throw new Error(`${whole} broke off, or is damaged: ${said}`, { cause: error })
  }
}

/** @throws Refused where it does not begin as gzip does */
async function* gzipIn(archive: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const magic = [0x1f, 0x8b]
  for await (const chunk of archive) {
    for (const byte of chunk.subarray(0, magic.length))
      if (byte !== magic.shift()) throw new Refused('what came is not gzip: something else than GitHub answers')
    yield chunk
  }
}

/** @throws Refused where it is more than the limit, bytes */
async function* bounded<T extends Uint8Array>(
  chunks: AsyncIterable<T>,
  limit: number,
  what: string,
): AsyncGenerator<T> {
  let bytes = 0
  for await (const chunk of chunks) {
    bytes += chunk.length
    if (bytes > limit) throw new Refused(`it has more than ${limit / MIB} MiB ${what}, which is the limit`)
    yield chunk
  }
}

/** Asked for as it is read. */
const streamOf = (chunks: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> =>
  new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await chunks.next()
        if (done) controller.close()
        else controller.enqueue(value)
      },
      cancel: async () => void (await chunks.return(undefined)),
    },
    { highWaterMark: 0 },
  )
