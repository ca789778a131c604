-- What lives elsewhere and leaned on the schema follows from it, too.
create schema billing;
create table billing.invoices (id integer primary key);
create table public.payments (id integer primary key, invoice integer references billing.invoices);
create view public.invoice_ids as select id from billing.invoices;
