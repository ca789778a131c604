create table public.links (id integer primary key);
create schema reports;
