create table public.teams (id integer primary key, owner integer);
create table public.people (id integer primary key, team integer references public.teams);
alter table public.teams add constraint teams_owner_fkey foreign key (owner) references public.people;
