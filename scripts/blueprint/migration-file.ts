import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Fault, FolderFault, Migration, Spelling } from '../../functions/model/blueprint.ts'
import type { SentFolder } from '../../functions/model/sent-folder.ts'
import { concernedNames } from './concerned.ts'
import type { SnapshotFile } from './snapshots/files.ts'
import { statementsOf } from './statements.ts'

/** A migration as it stands in the folder. */
export interface MigrationFile extends Pick<Migration, 'tag' | 'file' | 'when' | 'hash' | 'spellings'> {
  /** As Drizzle reads it: UTF-8, U+FFFD for what is not; null where the file is missing. */
  text: string | null
  faults: Fault[]
}

export interface MigrationFolder {
  layout: 'journal' | 'folders'
  files: MigrationFile[]
  faults: FolderFault[]
  /** In the order in which drizzle-kit reads them. */
  snapshots: SnapshotFile[]
  /** Where it is: drizzle-kit is looked for from there. */
  dir: string
}

/** A folder as the Worker is sent it. */
export const sentFolder = ({ layout, files }: Pick<MigrationFolder, 'layout' | 'files'>): SentFolder => ({
  layout,
  migrations: files.map(({ tag, file, when, text }) => ({ tag, file, when, text })),
})

/** Reads one migration; a missing file, bytes that are not UTF-8 and a commented-out baseline become its faults. */
export async function readMigrationFile(dir: string, tag: string, file: string, when: number): Promise<MigrationFile> {
  const bytes = await readFile(join(dir, file)).catch(() => null)
  if (bytes === null) {
    const missing = faultOf('missing-file', tag, file, null, `${file} is in the journal, but not in the folder`)
    return { tag, file, when, hash: null, spellings: {}, text: null, faults: [{ ...missing, unknown: ['*'] }] }
  }
  const text = bytes.toString('utf8')
  const hash = sha256(text)
  const faults = await textFaults(tag, file, bytes, text)
  return { tag, file, when, hash, spellings: spellingsOf(text, hash), text, faults }
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

const BOM = '\uFEFF'

/** What the hash would be with other line endings or a byte order mark: mistaken for an edit otherwise. */
function spellingsOf(text: string, hash: string): Partial<Record<Spelling, string>> {
  const lf = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n')
  const crlf = lf.replaceAll('\n', '\r\n')
  const spelled = { lf, crlf, bom: BOM + lf, 'bom+crlf': BOM + crlf }
  const hashes = Object.entries(spelled).map(([spelling, own]) => [spelling, sha256(own)] as const)
  return Object.fromEntries(hashes.filter(([, own]) => own !== hash))
}

async function textFaults(tag: string, file: string, bytes: Buffer, text: string): Promise<Fault[]> {
  const faults: Fault[] = []
  const bad = firstInvalidByte(bytes)
  if (bad !== null) {
    const line = bytes.subarray(0, bad).toString('latin1').split('\n').length
    const hex = bytes[bad]?.toString(16).padStart(2, '0')
    const message = `byte ${bad} (0x${hex}) is not UTF-8: Drizzle sends U+FFFD in its place; save the file as UTF-8`
    faults.push({ ...faultOf('encoding', tag, file, line, message) })
  }
  const commented = commentedOut(text)
  if (commented !== null) {
    const message = 'every statement stands inside /* … */, as drizzle-kit pull leaves its baseline: it makes nothing'
    faults.push({ ...faultOf('empty', tag, file, 1, message), unknown: await namesIn(commented) })
  }
  return faults
}

/** What the statements would have made, had they run: a target whose baseline was pulled has it. */
async function namesIn(sql: string): Promise<string[]> {
  const statements = await statementsOf(sql)
  const names = await Promise.all(statements.map((statement) => concernedNames(statement.sql)))
  return [...new Set(names.flat())].toSorted()
}

const faultOf = (
  kind: Fault['kind'],
  migration: string,
  file: string,
  line: number | null,
  message: string,
): Fault => ({
  kind,
  migration,
  file,
  statement: null,
  line,
  sqlstate: null,
  message,
  excerpt: '',
  unknown: [],
})

/** Offset of the first byte that is not UTF-8: the first that decoding and encoding again does not give back. */
function firstInvalidByte(bytes: Buffer): number | null {
  if (isUtf8(bytes)) return null
  const again = Buffer.from(bytes.toString('utf8'))
  return bytes.findIndex((byte, i) => byte !== again[i])
}

const BLOCK = /\/\*([\s\S]*?)\*\//g

/** The statements of a file that has them all in block comments, else null. An empty custom migration is no fault. */
function commentedOut(text: string): string | null {
  const rest = text.replaceAll(BLOCK, '').replaceAll(/--[^\n]*/g, '')
  const statements = [...text.matchAll(BLOCK)].map(([, inside = '']) => inside).join('\n')
  return rest.trim() === '' && /\b(?:create|alter)\b/i.test(statements) ? statements : null
}
