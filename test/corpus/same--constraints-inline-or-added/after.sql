create table public.people (id integer not null, team integer);
create table public.teams (id integer not null, name text);
alter table public.teams add constraint teams_pkey primary key (id), add constraint teams_name_key unique (name);
alter table public.teams alter column name set not null, add constraint teams_name_check check (name <> ''::text);
alter table public.people add primary key (id);
alter table public.people add constraint people_team_fkey foreign key (team) references public.teams (id)
  match simple on update no action on delete cascade not deferrable;
