import { createTarDecoder, type ParsedTarEntry } from 'modern-tar'

/** What is looked for in an archive. */
export interface TarWish {
  /** How many folders stand before each path that are not the sender's: GitHub puts all into one. */
  strip: 0 | 1
  /** What the paths begin with; an empty text: anything. */
  folders: readonly string[]
}

/** How much of an archive is looked at, and kept. */
export interface TarBounds {
  entries: number
  files: number
  bytes: number
}

/** Of 80 public migrations folders the largest has 12 MiB with its snapshots, which are not kept; a folder may have 10,000 migrations. */
export const TAR_BOUNDS: TarBounds = { entries: 200_000, files: 20_000, bytes: 16 * 1024 * 1024 }

/** As Drizzle reads a file: a byte order mark stays. */
const TEXT = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true })

/** What macOS puts beside each file is no migration. */
const isOurs = (path: string) => /(?:\.sql|_journal\.json)$/.test(path) && !/(?:^|\/)\._/.test(path)

/** Folders and files of Drizzle's, in whose place a link would be missed. */
const OF_DRIZZLE = /(?:\.sql|_journal\.json|(?:^|\/)(?:meta|\d{14}_[^/]+))$/

/**
 * The texts of the migrations in a tar, by their paths in it. Only names are looked at, and nothing is written anywhere. `reason`: why
 * it is not read.
 * @throws what the stream throws, and where it is no tar, or is cut off
 */
export async function migrationTexts(
  tar: ReadableStream<Uint8Array>,
  wish: TarWish,
  bounds: TarBounds = TAR_BOUNDS,
): Promise<Map<string, string> | { reason: string }> {
  const texts = new Map<string, string>()
  const seen = { entries: 0, bytes: 0 }
  for await (const entry of tar.pipeThrough(createTarDecoder({ strict: true }))) {
    const { header } = entry
    seen.entries += 1
    if (seen.entries > bounds.entries) return tooMany(bounds.entries, 'entries')
    const reason = whyRefused(header, wish)
    if (reason !== null) return { reason }
    const path = pathOf(header.name, wish)
    if (header.type !== 'file' || !isOurs(path) || !liesIn(path, wish)) {
      await entry.body.cancel()
      continue
    }
    seen.bytes += header.size
    if (seen.bytes > bounds.bytes) return tooMany(bounds.bytes / 1024 / 1024, 'MiB of migrations')
    if (texts.size >= bounds.files) return tooMany(bounds.files, 'migrations')
    texts.set(path, await textOf(entry))
  }
  return texts
}

const tooMany = (limit: number, what: string) => ({ reason: `it has more than ${limit} ${what}, which is the limit` })

/** The file's text: its body is as long as its header says. */
const textOf = async ({ body }: ParsedTarEntry): Promise<string> => TEXT.decode(await new Response(body).arrayBuffer())

const pathOf = (name: string, { strip }: TarWish) => {
  const path = name.replace(/^(?:\.?\/)+/, '')
  return strip === 0 ? path : path.slice(path.indexOf('/') + 1)
}

const liesIn = (path: string, { folders }: TarWish) => folders.some((folder) => path.startsWith(folder))

/** A path that leads out of the archive, or a link where a migration might be: what it leads to is not read. */
function whyRefused({ name, type }: ParsedTarEntry['header'], wish: TarWish): string | null {
  if (name.split('/').includes('..')) return `it names ${JSON.stringify(name)}, which leads out of it`
  if (type !== 'symlink' && type !== 'link') return null
  const path = pathOf(name, wish).replace(/\/+$/, '')
  const isFolder = wish.folders.some((folder) => folder.startsWith(`${path}/`))
  const isMissed = isFolder || (liesIn(path, wish) && OF_DRIZZLE.test(path))
  return isMissed ? `${JSON.stringify(path)} in it is a link, and links are not followed` : null
}
