import { promisify } from 'node:util'
import { constants, zstdCompress, zstdDecompress } from 'node:zlib'
import { UserError } from '../errors.ts'
import { sha256, type Part } from './manifest.ts'

const compress = promisify(zstdCompress)
const decompress = promisify(zstdDecompress)

/** zstd's own default: a higher one costs the database's snapshot more time than it saves room. */
const LEVEL = constants.ZSTD_CLEVEL_DEFAULT

/** Compresses what goes into a store, and encrypts it where that was asked for. */
export type Seal = (bytes: Uint8Array) => Promise<Uint8Array>
/** The inverse. */
export type Unseal = (bytes: Uint8Array) => Promise<Uint8Array>

/** @param recipients age recipients (`age1…`); none: not encrypted. @throws UserError for what is no recipient */
export async function sealFor(recipients: readonly string[]): Promise<Seal> {
  if (recipients.length === 0) return packed
  const { Encrypter } = await age()
  const encrypter = new Encrypter()
  for (const recipient of recipients) {
    try {
      encrypter.addRecipient(recipient)
    } catch {
      throw new UserError(
        `${recipient} is no age recipient`,
        'make a key with age-keygen, and give its public half: age1…',
      )
    }
  }
  return async (bytes) => encrypter.encrypt(new Uint8Array(await packed(bytes)))
}

const packed = (bytes: Uint8Array): Promise<Buffer> =>
  compress(bytes, { params: { [constants.ZSTD_c_compressionLevel]: LEVEL } })

/** Loaded where it is used: its curves take more memory than a backup does. */
const age = () => import('age-encryption')

/** @param identities age identities (`AGE-SECRET-KEY-1…`). @throws UserError for what is no identity; it is not repeated */
export async function unsealWith(isEncrypted: boolean, identities: readonly string[]): Promise<Unseal> {
  if (!isEncrypted) return decompress
  const { Decrypter } = await age()
  const decrypter = new Decrypter()
  for (const identity of identities) {
    try {
      decrypter.addIdentity(identity)
    } catch {
      throw new UserError('the file of --identity holds a line that is no age identity', KEY)
    }
  }
  if (identities.length === 0) throw new UserError('the backup is encrypted', KEY)
  return async (bytes) => {
    const packed = await decrypter.decrypt(bytes).catch(() => {
      throw new UserError('none of the identities opens the backup', KEY)
    })
    return decompress(packed)
  }
}

const KEY = '--identity key.txt, the file that age-keygen wrote'

/** Reads a part of a backup and sees that it is what was written. @throws UserError where it is not */
export async function readPart(
  get: (name: string) => Promise<Uint8Array | null>,
  { name, sha256: said, stored }: Part,
  where: string,
  unseal: Unseal,
): Promise<Uint8Array> {
  const bytes = await get(name)
  const why = bytes === null ? 'it is not there' : sha256(bytes) === said ? null : mismatch(bytes.length, stored)
  if (bytes !== null && why === null) return unseal(bytes)
  throw new UserError(
    `${where}/${name} is damaged: ${why}; nothing of it was restored`,
    'restore from another backup, or from a copy of this one',
  )
}

const mismatch = (length: number, stored: number) =>
  length === stored ? 'its SHA-256 is not that of the manifest' : `it has ${length} bytes, not ${stored}`
