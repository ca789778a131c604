create schema app;
create type app.plan as enum ('free', 'pro');
create table app.accounts (id serial primary key, plan app.plan default 'free'::app.plan);
create view app.free as select id from app.accounts where plan = 'free';
create function app.plans() returns setof app.plan language sql stable return (select plan from app.accounts limit 1);
