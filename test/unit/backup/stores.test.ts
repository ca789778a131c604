import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { folderStore } from '../../../scripts/backup/stores/folder.ts'
import { openStore } from '../../../scripts/backup/stores/open.ts'
import { r2Store } from '../../../scripts/backup/stores/r2.ts'
import type { Store } from '../../../scripts/backup/stores/store.ts'
import { supabaseStore } from '../../../scripts/backup/stores/supabase.ts'
import { r2Double, R2_KEYS, storageDouble, STORAGE_KEY, type ObjectStore } from '../../support/object-stores.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => void (await Promise.all(closing.splice(0).map((close) => close()))))

const opened = async (make: () => Promise<ObjectStore>) => {
  const double = await make()
  closing.push(() => double.close())
  return double
}
const NOT_LONG = [1, 1]
const r2 = ({ url }: ObjectStore, bucket = 'backups', keys = R2_KEYS) =>
  r2Store({ endpoint: url, bucket, prefix: 'shop/a day', ...keys }, NOT_LONG)
const storage = ({ url }: ObjectStore, bucket = 'backups', key = STORAGE_KEY) =>
  supabaseStore({ url, key, bucket, prefix: 'shop/a day' }, NOT_LONG)

const BYTES = Buffer.from([0, 255, 10, 13, 92, 46, 128])

async function keeps(store: Store): Promise<void> {
  expect(await store.get('manifest.json')).toBeNull()
  await store.put('data/00001-000001.zst', Buffer.from('half'))
  await store.put('data/00001-000001.zst', BYTES)
  expect(Buffer.from((await store.get('data/00001-000001.zst')) ?? [])).toEqual(BYTES)
  expect(await store.get('data/00001-000002.zst')).toBeNull()
}

test('a folder keeps bytes under their names, whole or not at all', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'plumbline-store-'))
  closing.push(() => rm(dir, { recursive: true }))
  await keeps(folderStore(join(dir, 'new')))
  expect(await readdir(join(dir, 'new/data'))).toEqual(['00001-000001.zst'])
  const blocked = folderStore(join(dir, 'new/data/00001-000001.zst'))
  await expect(blocked.put('x', BYTES)).rejects.toThrow(/cannot be written/)
})

describe.each([
  ['R2', r2Double, r2],
  ['Supabase Storage', storageDouble, storage],
] as const)('%s', (_, double, open) => {
  test('keeps bytes under their names, as a prefix in its bucket', async () => {
    const server = await opened(double)
    await keeps(open(server))
    expect([...server.objects.keys()]).toEqual(['backups/shop/a day/data/00001-000001.zst'])
  })

  test('is asked again where it fails for a moment, and given up where it goes on', async () => {
    const server = await opened(double)
    for (const fault of ['drop', 500, 503, 429] as const) {
      server.requests.length = 0
      server.fault = (n) => (n <= 2 ? fault : null)
      await open(server).put('a', BYTES)
      expect(server.requests).toHaveLength(3)
      server.fault = () => fault
      await expect(open(server).get('a')).rejects.toThrow(/shop\/a day\/a: (?:it answered|other side closed|.*)/)
    }
    expect(server.objects.get('backups/shop/a day/a')).toEqual(BYTES)
  })

  test('does not take a missing bucket or a refused key for a missing backup', async () => {
    const server = await opened(double)
    await expect(open(server, 'other').get('manifest.json')).rejects.toThrow(/NoSuchBucket|Bucket not found/)
    await expect(open(server, 'other').put('a', BYTES)).rejects.toThrow(/NoSuchBucket|Bucket not found/)
    expect(server.objects.size).toBe(0)
  })
})

test('a wrong key is refused at once, and in no message', async () => {
  const [one, other] = [await opened(r2Double), await opened(storageDouble)]
  const bad = { accessKeyId: 'key-id', secretAccessKey: 'wrong-secret' }
  const said = await r2(one, 'backups', bad).get('a').catch(String)
  expect(said).toMatch(/403: SignatureDoesNotMatch/)
  expect(await storage(other, 'backups', 'sb_secret_wrong').get('a').catch(String)).toMatch(/Invalid Compact JWS/)
  expect(said).not.toContain('wrong-secret')
  expect([one.requests.length, other.requests.length]).toEqual([1, 1])
})

describe('the place that an option names', () => {
  const env = { R2_ACCOUNT_ID: 'a', R2_ACCESS_KEY_ID: 'k', R2_SECRET_ACCESS_KEY: 's', SUPABASE_URL: 'https://p.supabase.co', SUPABASE_SECRET_KEY: 'x' } // prettier-ignore
  test.each([
    ['./backups', 'backups'],
    ['r2://bucket/a//b/', 'r2://bucket/a/b'],
    ['supabase://bucket', 'supabase://bucket'],
  ])('%s', (text, where) => expect(openStore('--to', text, env).where).toContain(where))

  test.each([
    ['', {}, '--to names no place'],
    ['r2://', env, '--to r2:// names no bucket'],
    ['r2://bucket/../other', env, '--to r2:// names no bucket'],
    ['s3://bucket', env, '--to s3:// is no place that a backup can lie in'],
    ['r2://bucket', {}, 'r2:// needs the variable R2_ACCOUNT_ID'],
    ['r2://bucket', { ...env, R2_SECRET_ACCESS_KEY: '' }, 'r2:// needs the variable R2_SECRET_ACCESS_KEY'],
    [
      'supabase://bucket',
      { SUPABASE_URL: 'https://p.supabase.co' },
      'supabase:// needs the variable SUPABASE_SERVICE_ROLE_KEY',
    ],
  ])('not %j', (text, variables, message) => expect(() => openStore('--to', text, variables)).toThrow(message))
})
