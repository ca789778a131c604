import { tagOf, type MadeMigration } from './folder.ts'

/** Every migration whose number leaves this remainder does this; several may apply to one. */
const HABITS: readonly { every: number; at: number; statements: (i: number) => string[] }[] = [
  { every: 3, at: 0, statements: newTable },
  { every: 3, at: 1, statements: (i) => [`alter table ${nearby(i)} add column extra_${i} text;`] },
  { every: 3, at: 2, statements: newView },
  { every: 10, at: 5, statements: (i) => [`create type kind_${i} as enum ('a', 'b');`] },
  { every: 10, at: 7, statements: (i) => [`alter table ${nearby(i)} alter column amount set default ${i};`] },
  { every: 25, at: 8, statements: (i) => [`alter table ${nearby(i)} rename column note to note_${i};`] },
  { every: 25, at: 19, statements: (i) => [`drop index ${nearby(i)}_name_idx;`] },
]

/** A long history of small migrations: new tables, columns, views and types, and now and then a change or a rename. */
export const longHistory = (migrations: number): MadeMigration[] =>
  Array.from({ length: migrations }, (_, i) => ({
    tag: tagOf(i, `step_${i}`),
    statements: HABITS.filter(({ every, at }) => i % every === at).flatMap(({ statements }) => statements(i)),
  }))

/** The table that the newest migration before `i` made, or `i` itself. */
const nearby = (i: number) => `thing_${i - (i % 3)}`

function newTable(i: number): string[] {
  const name = nearby(i)
  const made = `create table ${name} (
  id uuid primary key default gen_random_uuid(),
  parent_id uuid,
  name text not null,
  note text,
  amount numeric(10, 2) default 0,
  meta jsonb default '{}'::jsonb,
  created_at timestamp with time zone not null default now()
);`
  const index = `create index ${name}_name_idx on ${name} using btree (name);`
  const parent = `alter table ${name} add foreign key (parent_id) references thing_${i - 3} (id) on delete cascade;`
  return i === 0 ? [made, index] : [made, index, parent]
}

function newView(i: number): string[] {
  return [`create view seen_${i} as select id, name from ${nearby(i)};`]
}
