create table public.members (team integer, person integer, primary key (team, person));
alter table public.members drop constraint members_pkey;
