create table public.teams (id integer primary key, name text not null unique check (name <> ''));
create table public.people (id integer primary key, team integer references public.teams on delete cascade);
