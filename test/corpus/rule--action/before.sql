create table public.notes (id integer primary key, body text, at date);
create rule log as on update to public.notes where new.id > 1 do also delete from public.notes where id = old.id + 1;
