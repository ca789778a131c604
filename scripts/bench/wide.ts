import { tagOf, type MadeMigration } from './folder.ts'

/** Tables of the wide schema that a drift can be laid on: what drift.ts relies on stands here. */
export const tableName = (k: number): string => `table_${String(k).padStart(4, '0')}`
export const statusIndex = (k: number): string =>
  `create index ${tableName(k)}_status_idx on ${tableName(k)} using btree (status, created_at)`
export const QUANTITY_DEFAULT = 1

/**
 * A wide schema, as a product has it after years: about 20 facts a table (columns, keys, checks, indexes, row security),
 * and views, policies, enums, functions, triggers and comments on some.
 */
export function wideSchema(tables: number, migrations: number): MadeMigration[] {
  const each = Math.ceil(tables / migrations)
  return Array.from({ length: migrations }, (_, m) => {
    const own = Array.from({ length: Math.min(each, tables - m * each) }, (_, i) => m * each + i)
    return { tag: tagOf(m, `part_${m}`), statements: [...shared(m), ...own.flatMap((k) => table(k, m))] }
  })
}

/** What the tables of one migration share: their status type, and the function of their triggers. */
const shared = (m: number): string[] => [
  `create type status_${m} as enum ('draft', 'open', 'paid', 'cancelled');`,
  `create function touch_${m}() returns trigger language plpgsql as $$
begin
  new.updated_at := now();
  return new;
end
$$;`,
]

const table = (k: number, m: number): string[] => [
  columns(k, m),
  ...(k > 0 ? [`alter table ${tableName(k)} add constraint ${tableName(k)}_parent_fk ${parent(k)};`] : []),
  `${statusIndex(k)};`,
  `create index ${tableName(k)}_tenant_idx on ${tableName(k)} using btree (tenant_id) where active;`,
  `alter table ${tableName(k)} enable row level security;`,
  ...(k % 4 === 0 ? commented(k) : []),
  ...(k % 5 === 0 ? [policy(k)] : []),
  ...(k % 10 === 0 ? [view(k), trigger(k, m)] : []),
]

const columns = (k: number, m: number) => `create table ${tableName(k)} (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null,
  parent_id uuid,
  name varchar(120) not null,
  note text,
  status status_${m} not null default 'draft',
  quantity integer not null default ${QUANTITY_DEFAULT},
  amount numeric(12, 2) not null default 0,
  tags text[] not null default '{}',
  meta jsonb not null default '{}'::jsonb,
  active boolean not null default true,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone,
  constraint ${tableName(k)}_amount_check check (amount >= 0 and quantity > 0)
);`

const parent = (k: number) => `foreign key (parent_id) references ${tableName(k - 1)} (id) on delete cascade`

const commented = (k: number) => [
  `comment on table ${tableName(k)} is 'What table ${k} is for';`,
  `comment on column ${tableName(k)}.amount is 'In the tenant''s currency';`,
]

const policy = (k: number) =>
  `create policy own_rows on ${tableName(k)} for select to authenticated using (tenant_id = auth.uid() and active);`

const view = (k: number) =>
  `create view open_${tableName(k)} with (security_invoker = true) as
  select id, tenant_id, name, amount * quantity as total from ${tableName(k)} where status = 'open' and active;`

const trigger = (k: number, m: number) =>
  `create trigger touch before update on ${tableName(k)} for each row execute function touch_${m}();`
