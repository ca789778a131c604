create table public.notes (id integer primary key, body text, at date);
create table public.log (note integer, json text);
create rule "Log it" as on insert to public.log do also update public.notes set body = new.json where id = new.note;
