-- A fresh project has these two. Where the scratch database lacks them, the functions that column defaults use stand in;
-- whatever else a migration calls fails there and is told as a fault.
do $$
begin
  if exists (select from pg_catalog.pg_available_extensions where name = 'pgcrypto') then
    create extension if not exists pgcrypto with schema extensions;
  else
    create or replace function extensions.gen_random_bytes(count integer) returns bytea language sql volatile as $sql$
      select substring(string_agg(uuid_send(gen_random_uuid()), ''::bytea) for count)
      from generate_series(0, count / 16)
    $sql$;
  end if;

  if exists (select from pg_catalog.pg_available_extensions where name = 'uuid-ossp') then
    create extension if not exists "uuid-ossp" with schema extensions;
  else
    create or replace function extensions.uuid_generate_v4() returns uuid language sql volatile as $sql$
      select gen_random_uuid()
    $sql$;
  end if;
end $$;
