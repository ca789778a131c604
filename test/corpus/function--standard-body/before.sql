create table public.users (id integer, name text);
create function public.name_of(who integer) returns text language sql stable
  return (select name from public.users where id = who);
create function public.add_user(who integer, called text) returns void language sql
begin atomic
  insert into public.users (id, name) values (who, called);
  update public.users u set name = upper(u.name) from (select 1 as one) o where u.id = who and o.one = 1;
end;
