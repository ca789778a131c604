create table public.people (id integer, called text);
create view public.x as select id, called as name from public.people;
alter table public.people rename column called to name;
alter table public.people rename to users;
alter view public.x rename to v;
