create schema billing;
create type billing.state as enum ('open', 'paid');
create sequence billing.numbers;
create table billing.invoices (id serial primary key, state billing.state not null default 'open');
create index invoices_state on billing.invoices (state);
create view billing.open_invoices as select id from billing.invoices where state = 'open';
create function billing.total() returns bigint language sql stable as 'select count(*) from billing.invoices';
comment on table billing.invoices is 'What customers owe.';
drop schema billing cascade;
