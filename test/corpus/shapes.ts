/** One random change: statements that make it, statements that undo it, and the root facts in which it must be told. */
export interface Change {
  make: string
  undo: string
  /** Fact keys; the first names the change. */
  keys: readonly string[]
}

/** What a shape is filled with. */
export interface Filling {
  /** Which table of BASE. */
  table: number
  /** Which odd name. */
  name: number
  /** 1 to 9. */
  k: number
}

const TABLES = ['plain', '"Mixed Case"', '"a.b"', '"select"']
const ODD = ['plain', 'Upper', 'with space', 'a.b', 'quo"te', 'ünï', '$1', 'x(y)']

const quoted = (name: string) => (/^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`)

/** What every sequence starts from: each table has of everything one. */
export const BASE = `
create table parents (id int primary key);
create type mood as enum ('sad', 'happy');
create sequence counter;
create publication pub;
create function touch() returns trigger language plpgsql as 'begin return new; end';
create function twice(x int) returns int language sql as 'select x * 2';
${TABLES.map(
  (t, i) => `create table ${t} (id int primary key, parent int, name text, amount int default 1, size numeric(8, 2),
  note text, at timestamptz, spare text, old_name int, body text, constraint unique_${i} unique (name));
create index name_${i} on ${t} (name, at desc);
alter table ${t} enable row level security;
create policy own on ${t} for select using (id = 1);
create trigger touch before update on ${t} for each row execute function touch();
create view view_${i} as select id, name from ${t} where id > 1;
create table leaf_${i} (id int primary key, name text not null);
create index leaf_name_${i} on leaf_${i} (name);`,
).join('\n')}`

type Shape = (at: { t: string; i: number; n: (prefix: string) => string; k: number }) => Change

const change = (make: string, undo: string, ...keys: string[]): Change => ({ make, undo, keys })

/** Every shape of statement, with its inverse. No two of them touch the same fact, unless their first keys name the same. */
const SHAPES: readonly Shape[] = [
  ({ t, n, k }) => {
    const [type] = [['int', 'text', 'uuid', 'jsonb', 'timestamptz', 'numeric(5, 1)', 'text[]', 'mood'][k % 8]]
    return change(`alter table ${t} add ${n('col')} ${type}`, `alter table ${t} drop ${n('col')}`, `column:public.${t}.${n('col')}`)
  },
  ({ t, n, k }) =>
    change(
      `alter table ${t} add ${n('gen')} int generated always as (id * ${k}) stored`,
      `alter table ${t} drop ${n('gen')}`,
      `column:public.${t}.${n('gen')}`,
    ),
  ({ t }) => change(`alter table ${t} drop spare`, `alter table ${t} add spare text`, `column:public.${t}.spare`),
  ({ t, n }) =>
    change(
      `alter table ${t} rename old_name to ${n('new')}`,
      `alter table ${t} rename ${n('new')} to old_name`,
      `column:public.${t}.old_name`,
      `column:public.${t}.${n('new')}`,
    ),
  ({ t, k }) =>
    change(
      k === 9 ? `alter table ${t} alter amount drop default` : `alter table ${t} alter amount set default ${k + 1}`,
      `alter table ${t} alter amount set default 1`,
      `column:public.${t}.amount`,
    ),
  ({ t }) => change(`alter table ${t} alter note set not null`, `alter table ${t} alter note drop not null`, `column:public.${t}.note`),
  ({ t, k }) =>
    change(`alter table ${t} alter size type numeric(9, ${k})`, `alter table ${t} alter size type numeric(8, 2)`, `column:public.${t}.size`),
  ({ t, k }) =>
    k % 2
      ? change(`alter table ${t} alter body set storage external`, `alter table ${t} alter body set storage extended`, `column:public.${t}.body`)
      : change(`alter table ${t} alter body set statistics ${k * 10}`, `alter table ${t} alter body set statistics -1`, `column:public.${t}.body`),
  ({ t, n, k }) => {
    const on = ['(at)', '(lower(name))', '(amount desc nulls last)', '(at) where note is null', '(name) include (at)'][k % 5]
    return change(`create ${k > 5 && k % 5 < 3 ? 'unique ' : ''}index ${n('ix')} on ${t} ${on}`, `drop index ${n('ix')}`, `index:public.${n('ix')}`)
  },
  ({ t, i }) => change(`drop index name_${i}`, `create index name_${i} on ${t} (name, at desc)`, `index:public.name_${i}`),
  ({ t, n, k }) =>
    change(
      `alter table ${t} add constraint ${n('ck')} check (amount > ${k})${k % 3 ? '' : ' not valid'}`,
      `alter table ${t} drop constraint ${n('ck')}`,
      `constraint:public.${t}.${n('ck')}`,
    ),
  ({ t, n, k }) =>
    change(
      `alter table ${t} add constraint ${n('fk')} foreign key (parent) references parents${[' on delete cascade', ' deferrable', ''][k % 3]}`,
      `alter table ${t} drop constraint ${n('fk')}`,
      `constraint:public.${t}.${n('fk')}`,
    ),
  ({ t, i }) =>
    change(
      `alter table ${t} drop constraint unique_${i}`,
      `alter table ${t} add constraint unique_${i} unique (name)`,
      `constraint:public.${t}.unique_${i}`,
    ),
  ({ t, k }) => {
    const [make, undo] = [
      ['disable row level security', 'enable row level security'],
      ['force row level security', 'no force row level security'],
      ['replica identity full', 'replica identity default'],
      [`set (fillfactor = ${k * 10 + 5})`, 'reset (fillfactor)'],
    ][k % 4] ?? ['', '']
    return change(`alter table ${t} ${make}`, `alter table ${t} ${undo}`, `table:public.${t}`)
  },
  ({ t, n, k }) => {
    const what = ['for select using (true)', `for all to public using (id = ${k})`, 'as restrictive for insert with check (note is null)'][k % 3]
    return change(`create policy ${n('pol')} on ${t} ${what}`, `drop policy ${n('pol')} on ${t}`, `policy:public.${t}.${n('pol')}`)
  },
  ({ t, k }) =>
    change(`alter policy own on ${t} using (id > ${k})`, `alter policy own on ${t} using (id = 1)`, `policy:public.${t}.own`),
  ({ t, n, k }) =>
    change(
      `create trigger ${n('trg')} ${k % 2 ? 'after insert' : 'before update of note'} on ${t} for each row when (new.id > ${k}) execute function touch()`,
      `drop trigger ${n('trg')} on ${t}`,
      `trigger:public.${t}.${n('trg')}`,
    ),
  ({ t, k }) =>
    change(
      `alter table ${t} ${['disable', 'enable replica', 'enable always'][k % 3]} trigger touch`,
      `alter table ${t} enable trigger touch`,
      `trigger:public.${t}.touch`,
    ),
  ({ t, n, k }) =>
    k % 3
      ? change(`create view ${n('v')} as select id, name as ${n('c')} from ${t} limit ${k}`, `drop view ${n('v')}`, `view:public.${n('v')}`)
      : change(`create materialized view ${n('v')} as select count(*) from ${t}`, `drop materialized view ${n('v')}`, `matview:public.${n('v')}`),
  ({ t, i, k }) =>
    k % 2
      ? change(
          `create or replace view view_${i} as select id, name from ${t} where id > ${k + 1}`,
          `create or replace view view_${i} as select id, name from ${t} where id > 1`,
          `view:public.view_${i}`,
        )
      : change(`alter view view_${i} set (security_invoker = true)`, `alter view view_${i} reset (security_invoker)`, `view:public.view_${i}`),
  ({ n, k }) =>
    change(
      `create function ${n('fn')}(a int, b text default 'x') returns int language sql ${k % 2 ? 'stable' : 'security definer'} as 'select ${k}'`,
      `drop function ${n('fn')}`,
      `function:public.${n('fn')}(integer, text)`,
    ),
  ({ k }) =>
    change(
      `create or replace function twice(x int) returns int language sql as 'select x * ${k + 2}'`,
      `create or replace function twice(x int) returns int language sql as 'select x * 2'`,
      'function:public.twice(integer)',
    ),
  ({ n, k }) =>
    [
      change(`create type ${n('ty')} as enum ('a', '${k}')`, `drop type ${n('ty')}`, `enum:public.${n('ty')}`),
      change(`create domain ${n('ty')} as int check (value > ${k})`, `drop domain ${n('ty')}`, `domain:public.${n('ty')}`),
      change(`create type ${n('ty')} as (a int, b text)`, `drop type ${n('ty')}`, `composite:public.${n('ty')}`),
      change(`create type ${n('ty')} as range (subtype = int4)`, `drop type ${n('ty')}`, `range:public.${n('ty')}`),
    ][k % 4] ?? change('', ''),
  ({ t, k }) =>
    change(`comment on table ${t} is '${k} ''of'' many'`, `comment on table ${t} is null`, `comment:table:public.${t}`),
  ({ t, k }) =>
    change(`comment on column ${t}.at is '${k}'`, `comment on column ${t}.at is null`, `comment:column:public.${t}.at`),
  ({ n, k }) => change(`create sequence ${n('seq')} increment ${k}`, `drop sequence ${n('seq')}`, `sequence:public.${n('seq')}`),
  ({ k }) => change(`alter sequence counter increment ${k + 1} cycle`, 'alter sequence counter increment 1 no cycle', 'sequence:public.counter'),
  ({ n }) =>
    change(
      `create table ${n('tab')} (id serial primary key, ${n('c')} text unique); comment on column ${n('tab')}.id is 'x'`,
      `drop table ${n('tab')}`,
      `table:public.${n('tab')}`,
    ),
  ({ i }) =>
    change(
      `drop table leaf_${i}`,
      `create table leaf_${i} (id int primary key, name text not null); create index leaf_name_${i} on leaf_${i} (name)`,
      `table:public.leaf_${i}`,
    ),
  ({ t, k }) =>
    change(
      `alter publication pub add table ${t}${k % 2 ? '' : ` where (id > ${k})`}`,
      `alter publication pub drop table ${t}`,
      `publication_table:pub.public.${t}`,
    ),
  ({ t, n, k }) =>
    change(
      `create statistics ${n('st')} ${k % 2 ? '(ndistinct) ' : ''}on name, at from ${t}`,
      `drop statistics ${n('st')}`,
      `statistics:public.${n('st')}`,
    ),
  ({ t, n, k }) =>
    change(
      `create rule ${n('ru')} as on delete to ${t} where old.id = ${k} do instead nothing`,
      `drop rule ${n('ru')} on ${t}`,
      `rule:public.${t}.${n('ru')}`,
    ),
  ({ n }) => change(`create schema ${n('sch')}; create table ${n('sch')}.t (id int)`, `drop schema ${n('sch')} cascade`, `schema:${n('sch')}`),
]

export const SIZES = { shapes: SHAPES.length, tables: TABLES.length, names: ODD.length } as const

/** The change that a shape makes of a filling. */
export function changeOf(shape: number, { table, name, k }: Filling): Change {
  const [make, t] = [SHAPES[shape], TABLES[table]]
  if (make === undefined || t === undefined) throw new Error(`there is no shape ${shape} or table ${table}`)
  return make({ t, i: table, n: (prefix) => quoted(`${prefix}_${ODD[name]}`), k })
}
