-- The columns stay NOT NULL.
create table public.members (team integer, person integer, primary key (team, person));
