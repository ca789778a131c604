import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate } from 'drizzle-orm/postgres-js/migrator'
import postgres from 'postgres'
import { createDemo, DEMO_DATABASE, DEMO_MIGRATIONS, demoUrl } from '../../scripts/demo.ts'

const INDEX = 'create index links_workspace_id_created_at_index on links (workspace_id, created_at desc nulls last)'

/** Takes the demo's drift back. */
const MEND = `
  alter table files drop column workspace_id;
  delete from drizzle.__drizzle_migrations where created_at = 1749141850211;
  ${INDEX}`

/** Sins of many kinds, with names that are long and full of signs. */
const SINS = `
  alter table users alter column email drop not null;
  create table "a table that somebody made by hand & forgot, <b>with</b> a name 'as long' as they get" (id int);
  create function totals(workspace uuid) returns bigint language sql as
    $$ select count(*) from links where links.workspace_id = totals.workspace and links.created_at > now() - interval '1 day' $$;
  drop policy if exists nothing_of_that_name on links;
  delete from drizzle.__drizzle_migrations where id = 5;
  update drizzle.__drizzle_migrations set hash = repeat('0', 64) where id = 3;
  insert into drizzle.__drizzle_migrations (hash, created_at) select hash, null from drizzle.__drizzle_migrations where id = 4`

const address = (server: string, name: string) => Object.assign(new URL(server), { pathname: `/${name}` }).href

async function change(url: string, work: (session: postgres.Sql) => Promise<unknown>): Promise<void> {
  const session = postgres(url, { max: 1, onnotice: () => {} })
  await work(session).finally(() => session.end())
}

/** Targets by name, as connection strings; all but `new` and `bare`, which share `clean`'s database, have their own. */
export type TargetUrls = Record<'demo' | 'clean' | 'messy' | 'gone' | 'new' | 'bare', string>

/**
 * Makes databases on a server: `demo`, and `gone` the same; `clean`, true to all its migrations; `messy`, wrong in many
 * ways.
 */
export async function makeTargets(server: string): Promise<TargetUrls> {
  await createDemo(server)
  const [clean, messy, gone] = [address(server, 'clean'), address(server, 'messy'), address(server, 'gone')]
  await change(server, async (session) => {
    for (const name of ['clean', 'messy', 'gone']) {
      await session.unsafe(`create database ${name} template ${DEMO_DATABASE}`)
    }
  })
  await change(clean, async (session) => {
    await session.unsafe(MEND)
    await migrate(drizzle(session), { migrationsFolder: DEMO_MIGRATIONS })
  })
  await change(messy, (session) => session.unsafe(SINS))
  return { demo: demoUrl(server), clean, messy, gone, new: clean, bare: clean }
}

/** Drops the database of `gone`: the target can be reached no more. */
export const loseTarget = (server: string): Promise<void> =>
  change(server, (session) => session.unsafe('drop database gone with (force)'))

/** Makes the index anew that the demo has lost. */
export const mendIndex = (url: string): Promise<void> => runSql(url, INDEX)

/** Runs statements as somebody at psql does. */
export const runSql = (url: string, sql: string): Promise<void> => change(url, (session) => session.unsafe(sql))
