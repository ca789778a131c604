create schema app;
set search_path = app;
create type plan as enum ('free', 'pro');
create table accounts (id serial primary key, plan plan default 'free');
create view free as select accounts.id from accounts where accounts.plan = 'free'::plan;
create function plans() returns setof plan language sql stable return (select plan from accounts limit 1);
