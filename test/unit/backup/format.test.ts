import { Readable } from 'node:stream'
import { generateIdentity, identityToRecipient } from 'age-encryption'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { manifestText, parseManifest, sha256, type Manifest } from '../../../scripts/backup/manifest.ts'
import { rolesIn } from '../../../scripts/backup/restore/roles.ts'
import { rowDigest } from '../../../scripts/backup/row-digest.ts'
import { sealFor, unsealWith } from '../../../scripts/backup/seal.ts'
import { cutRows } from '../../../scripts/backup/take/chunks.ts'
import { bytesText } from '../../../scripts/backup/text.ts'

const MANIFEST: Manifest = {
  format: 1, id: 'shop-1', target: 'shop', takenAt: '2026-01-01T00:00:00.000Z', finishedAt: '2026-01-01T00:00:01.000Z',
  server: { version: '17.9', number: 170009, database: 'shop', lsn: '0/1', snapshot: '1-1', supabase: false }, compression: 'zstd',
  encryptedTo: [], catalogVersion: 3, catalogDigest: sha256(''), platformSchemas: [],
  catalog: { name: 'catalog.json.zst', stored: 1, sha256: sha256('') }, tables: [], sequences: [], without: ['ü'],
} // prettier-ignore

describe('the manifest', () => {
  const bytes = Buffer.from(manifestText(MANIFEST))

  test('reads as it was written', () => expect(parseManifest(bytes, 'place')).toEqual(MANIFEST))

  test('with any one bit flipped is none', () => {
    for (let bit = 0; bit < bytes.length * 8; bit += 3) {
      const other = Buffer.from(bytes)
      other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(() => parseManifest(other, 'place')).toThrow(/place\/manifest.json is damaged/)
    }
  })

  test('cut short, or longer, is none', () => {
    for (let length = 0; length < bytes.length; length += 1)
      expect(() => parseManifest(bytes.subarray(0, length), 'place')).toThrow(/is damaged/)
    expect(() => parseManifest(Buffer.concat([bytes, Buffer.from(' ')]), 'place')).toThrow(/is damaged/)
  })

  test('of another format says which version reads it', () => {
    const text = manifestText({ ...MANIFEST, format: 2 as unknown as 1 })
    expect(() => parseManifest(Buffer.from(text), 'place')).toThrow('format 2, and this plumbline reads format 1')
  })
})

const rows = fc.array(
  fc.string({ unit: fc.constantFrom('a', '\\', '\t', 'é', '0') }).map((text) => `${text}\n`),
  { maxLength: 60 },
)

test('rows cut into chunks are the same rows, whole, in order', async () => {
  await fc.assert(
    fc.asyncProperty(rows, fc.integer({ min: 1, max: 50 }), async (rows, size) => {
      const chunks: { bytes: Buffer; rows: number }[] = []
      const total = await cutRows(
        Readable.from(rows.map((row) => Buffer.from(row))),
        size,
        async (chunk) => void chunks.push({ ...chunk, bytes: Buffer.from(chunk.bytes) }),
      )
      expect(Buffer.concat(chunks.map(({ bytes }) => bytes)).toString()).toBe(rows.join(''))
      expect(total.rows).toBe(rows.length)
      for (const { bytes, rows } of chunks) expect(bytes.toString().split('\n').length - 1).toBe(rows)
    }),
    { numRuns: 200 },
  )
})

const full = async () => {
  throw new Error('the disk is full')
}

test('what fails while a chunk is kept ends the reading, and no more than two chunks wait', async () => {
  let asked = 0
  const many = Readable.from(
    (function* () {
      for (; asked < 10_000; asked += 1) yield Buffer.from(`${'x'.repeat(4000)}\n`)
    })(),
  )
  await expect(cutRows(many, 40_000, full)).rejects.toThrow('the disk is full')
  expect(asked).toBeLessThan(1000)
  await expect(cutRows(Readable.from([Buffer.from('half a row')]), 40, async () => {})).rejects.toThrow('not a row')
})

const digestOf = (rows: readonly string[]) => {
  const digest = rowDigest()
  for (const row of rows) digest.add(Buffer.from(row))
  return digest.hex()
}

test('the digest of rows is that of the same rows in any order, and of no others', () => {
  fc.assert(
    fc.property(rows, rows, fc.integer(), (some, others, seed) => {
      const turned = some.toSorted((a, b) => sha256(a + seed).localeCompare(sha256(b + seed)))
      expect(digestOf(turned)).toBe(digestOf(some))
      const same = some.toSorted().join('|') === others.toSorted().join('|') && some.length === others.length
      expect(digestOf(some) === digestOf(others)).toBe(same)
      expect(digestOf([...some, 'a\n'])).not.toBe(digestOf(some))
    }),
    { numRuns: 300 },
  )
})

describe('what is sealed', () => {
  const text = Buffer.from('rows '.repeat(1000))

  test('is smaller, and opens', async () => {
    const sealed = await (await sealFor([]))(text)
    expect(sealed.length).toBeLessThan(100)
    expect(Buffer.from(await (await unsealWith(false, []))(sealed))).toEqual(text)
  })

  test('to an age recipient opens with its identity alone', async () => {
    const [identity, other] = [await generateIdentity(), await generateIdentity()]
    const sealed = await (await sealFor([await identityToRecipient(identity)]))(text)
    expect(Buffer.from(sealed).toString('latin1')).toMatch(/^age-encryption\.org\/v1\n/)
    expect(Buffer.from(await (await unsealWith(true, [other, identity]))(sealed))).toEqual(text)
    await expect((await unsealWith(true, [other]))(sealed)).rejects.toThrow('none of the identities opens the backup')
    await expect(unsealWith(true, [])).rejects.toThrow('the backup is encrypted')
    await expect(unsealWith(true, ['AGE-SECRET-KEY-1X'])).rejects.toThrow('holds a line that is no age identity')
    await expect(sealFor(['age1nobody'])).rejects.toThrow('age1nobody is no age recipient')
  })
})

const fact = (key: string, value = '') => ({ key, parent: null, value })

test('the roles that facts name, whichever way', () => {
  const named = rolesIn([
    fact('role:"A b"', 'nologin'),
    fact('owner:table:public.t', 'bob'),
    fact('privilege:table:public.t/"c/d"', 'SELECT'),
    fact('privilege:table:public.t/public', 'SELECT'),
    fact('default_privilege:maker in public/tables/reader', 'SELECT'),
    fact('member:boss/clerk', 'admin false'),
    fact('policy:public.t.p', 'as permissive for all to p1, "P 2" using (true)'),
    fact('table:public.t', 'table'),
  ])
  expect(named.toSorted()).toEqual(['A b', 'P 2', 'bob', 'boss', 'c/d', 'clerk', 'maker', 'p1', 'reader'])
})

test.each([[0, '0 bytes'], [999, '999 bytes'], [1000, '1.0 kB'], [1_234_567, '1.2 MB'], [9e15, '9000.0 TB']])('%d is %s', (n, text) =>
  expect(bytesText(n)).toBe(text),
) // prettier-ignore
