create table public.notes (id integer primary key, body text, at date);
create view public.dated as select id, at from public.notes where at is not null;
create rule put as on insert to public.dated do instead insert into public.notes (id, at) values (new.id, new.at);
