-- What each check is to tell stands in the schema truly; what it must not tell, though it comes near, in the schema nearly.
create schema truly;
create schema nearly;

create table truly.small (id smallserial primary key);
select setval('truly.small_id_seq', 30000);
create table nearly.small (id smallserial primary key);
select setval('nearly.small_id_seq', 20000);
-- The sequence has room; what refers to its values has not.
create table truly.big (id bigserial primary key, v int);
create table truly.refers (id int primary key, big_id int references truly.big (id));
create index on truly.refers (big_id);
select setval('truly.big_id_seq', 2000000000);
create table nearly.big (id bigserial primary key);
create table nearly.refers (id int primary key, big_id bigint references nearly.big (id));
create index on nearly.refers (big_id);
select setval('nearly.big_id_seq', 2000000000);

create table truly.dup (id int primary key, v int);
insert into truly.dup values (1, 1), (2, 1);
create table nearly.dup (id int primary key, v int);
create unique index on nearly.dup (v);

alter table truly.refers add constraint positive check (id > 0) not valid;
alter table nearly.refers add constraint positive check (id > 0) not valid;
alter table nearly.refers validate constraint positive;

create function truly.noop() returns trigger language plpgsql as 'begin return new; end';
create trigger off before insert on truly.dup for each row execute function truly.noop();
alter table truly.dup disable trigger off;
create trigger off before insert on nearly.dup for each row execute function truly.noop();

create table truly.parent (id int primary key);
insert into truly.parent values (1);
create table truly.child (id int primary key, parent_id int references truly.parent (id));
create index partly on truly.child (parent_id) where parent_id is not null;
alter table truly.child add constraint child_again foreign key (parent_id) references truly.parent (id);
create table nearly.child (id int primary key, parent_id int references truly.parent (id));
create index child_parent on nearly.child (parent_id, id);
insert into truly.child select n, 1 from generate_series(1, 10000) n;
insert into nearly.child select n, nullif(n % 2, 0) from generate_series(1, 10000) n;
set session_replication_role = replica;
insert into truly.child values (0, 99);
reset session_replication_role;

create table truly.keyless (id int);
create table nearly.parts (id int primary key) partition by range (id);
create table nearly.part partition of nearly.parts for values from (1) to (9);

create collation truly.sorts (locale = 'C');
update pg_collation set collversion = '0' where collname = 'sorts' and collnamespace = 'truly'::regnamespace;
create collation nearly.sorts (locale = 'C');
create extension pg_stat_statements version '1.9';

grant usage on schema truly, nearly to anon;
create table truly.open (id int primary key);
grant select on truly.open to anon;
create table nearly.open (id int primary key);
create table truly.unguarded (id int primary key);
create policy one on truly.unguarded using (true);
create table nearly.unguarded (id int primary key);
create policy one on nearly.unguarded using (true);
alter table nearly.unguarded enable row level security;
create table truly.silent (id int primary key);
alter table truly.silent enable row level security;
grant select on truly.silent to anon;
create table nearly.silent (id int primary key);
alter table nearly.silent enable row level security;
create view truly.seen as select id from nearly.unguarded;
create view nearly.seen with (security_invoker = true) as select id from nearly.unguarded;
grant select on truly.seen, nearly.seen to anon;
create function truly.definer() returns int language sql security definer as 'select 1';
create function nearly.definer() returns int language sql security definer set search_path = '' as 'select 1';

create table truly.twice (id int primary key, a int, b int);
create index twice_a on truly.twice (a);
create index twice_a_b on truly.twice (a, b);
create table nearly.twice (id int primary key, a int, b int);
create unique index twice_a on nearly.twice (a);
create index twice_a_b on nearly.twice (a, b);
create index twice_b on nearly.twice (b);
create index twice_b_part on nearly.twice (b, a) where a > 0;

create table truly.dead (id int primary key) with (autovacuum_enabled = false);
insert into truly.dead select generate_series(1, 12000);
delete from truly.dead where id > 5000;
create table nearly.dead (id int primary key) with (autovacuum_enabled = false);
insert into nearly.dead select generate_series(1, 12000);
delete from nearly.dead where id > 11500;
create table truly.idle (id int primary key, v int) with (autovacuum_enabled = false);
create index idle_v on truly.idle (v);
create table nearly.idle (id int primary key, v int);
create index idle_v on nearly.idle (v);
create table truly.bloated (id int primary key) with (autovacuum_enabled = false);
insert into truly.bloated select generate_series(1, 1000);
create table nearly.bloated (id int primary key) with (autovacuum_enabled = false);
insert into nearly.bloated select generate_series(1, 1000);
create table truly.old (id int primary key) with (autovacuum_enabled = false);
create table truly.held (id int primary key);
select pg_stat_force_next_flush();
