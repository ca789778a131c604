import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate } from 'drizzle-orm/postgres-js/migrator'
import postgres, { type Sql } from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createDemo, DEMO_MIGRATIONS, demoUrl } from '../../scripts/demo.ts'
import { ALL_FACTS } from '../support/catalog.ts'
import { serverUrl } from '../support/database.ts'

describe('the demo', () => {
  let server: string
  let sql: Sql
  beforeAll(async () => {
    server = await serverUrl(17)
    await createDemo(server)
    sql = postgres(demoUrl(server), { max: 1, onnotice: () => {} })
  })
  afterAll(() => sql.end())

  const keys = async () => (await sql.unsafe<{ key: string }[]>(ALL_FACTS)).map(({ key }) => key)

  test('has been migrated to 0008 by Drizzle, and holds one journal row more', async () => {
    const rows =
      await sql`select to_timestamp(created_at / 1000) at time zone 'UTC' as made from drizzle.__drizzle_migrations`
    expect(rows).toHaveLength(10)
    expect(await keys()).toContain('view:public.workspace_activity')
    expect(await keys()).not.toContain('table:public.subscription_tiers')
  })

  test('lost the index of 0006 and has the column of 0009', async () => {
    const found = await keys()
    expect(found).not.toContain('index:public.links_workspace_id_created_at_index')
    expect(found).toContain('column:public.files.workspace_id')
  })

  test('has rows, and profiles that the trigger made', async () => {
    const [counts] = await sql`
      select (select count(*) from users)::int as users, (select count(*) from links)::int as links,
        (select count(*) from files where workspace_id is not null)::int as files`
    expect(counts).toEqual({ users: 60, links: 400, files: 200 })
  })

  test('surprises Drizzle with the column that is there already', async () => {
    const migrated = migrate(drizzle(sql), { migrationsFolder: DEMO_MIGRATIONS })
    await expect(migrated).rejects.toMatchObject({
      cause: { code: '42701', message: 'column "workspace_id" of relation "files" already exists' },
    })
    expect(await keys()).not.toContain('table:public.subscription_tiers')
  })

  test('migrates to its end once the column is gone', async () => {
    await sql`alter table files drop column workspace_id`
    await migrate(drizzle(sql), { migrationsFolder: DEMO_MIGRATIONS })
    expect(await keys()).toContain('table:public.subscription_tiers')
  })

  test('can be made again while somebody is connected', async () => {
    await createDemo(server)
    const again = postgres(demoUrl(server), { max: 1 })
    await expect(again`select count(*)::int as rows from drizzle.__drizzle_migrations`).resolves.toEqual([{ rows: 10 }])
    await again.end()
  })
})
