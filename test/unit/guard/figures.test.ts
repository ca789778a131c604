import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readsOnlyIn, writesIn } from './read-only.ts'
import { ROOT } from './source.ts'

const FOLDER = join(ROOT, 'supabase/figures')
const FILES = readdirSync(FOLDER).map((name) => [name, readFileSync(join(FOLDER, name), 'utf8')] as const)

test.each(FILES)(
  'supabase/figures/%s is one SELECT that only reads what every role may read of the catalog',
  async (_, sql) => {
    expect(await writesIn(sql)).toEqual([])
    expect(await readsOnlyIn(sql, (schema) => schema === 'pg_catalog')).toEqual([])
  },
)

test.each([
  ['select * from users', 'users is read without its schema'],
  ['select * from auth.users', 'auth.users is not to be read'],
  ['select pg_catalog.pg_terminate_backend(1)', 'pg_terminate_backend does more than to read'],
  ["select set_config('a', 'b', true)", 'set_config does more than to read'],
])('the guard sees that %j reads or does something else', async (sql, why) => {
  expect(await readsOnlyIn(sql, (schema) => schema === 'pg_catalog')).toContain(why)
})
