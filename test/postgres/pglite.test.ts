import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startPglite } from '../../scripts/postgres/pglite.ts'

const CACHE = new URL('../../node_modules/.cache/plumbline/', import.meta.url)
const kept = () => readdirSync(CACHE).filter((name) => /^pglite-[\d.]+\.cluster$/.test(name))
const [file = ''] = await startPglite().then(async (db) => (await db.close(), kept()))
const at = new URL(file, CACHE)
let whole: Buffer

beforeAll(() => void (whole = readFileSync(at)))
afterAll(() => writeFileSync(at, whole))

test.each([
  ['kept', () => {}],
  ['missing', () => rmSync(at)],
  ['no archive', () => writeFileSync(at, 'x'.repeat(5000))],
  ['cut off', () => writeFileSync(at, whole.subarray(0, whole.length / 2))],
])('starts empty where the cluster is %s, and keeps it whole', async (_, damage) => {
  damage()
  const db = await startPglite()
  const { rows } = await db.query('select count(*)::int as n from pg_class where oid >= 16384')
  await db.exec('create table t (id int)')
  await db.close()
  expect(rows).toEqual([{ n: 0 }])
  expect(kept()).toEqual([file])
  expect(readFileSync(at).length).toBe(whole.length)
})
