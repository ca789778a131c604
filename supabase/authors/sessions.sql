-- Sessions whose last statement makes, changes or drops what is wanted, by the names that stand in it; the newest of each. Their texts
-- go no further. Needs pg_read_all_stats for the statements of others.
select distinct on (w.place)
  w.place,
  a.usename::text as role,
  nullif(a.application_name, '') as application,
  (extract(epoch from a.query_start) * 1000)::float8 as at
from pg_catalog.jsonb_to_recordset(:'wanted'::jsonb) w (place int, patterns text[])
join pg_catalog.pg_stat_activity a on a.query ~* all (w.patterns)
where a.datname = current_database()
  and a.pid <> pg_backend_pid()
  and a.usename is not null
order by w.place, a.query_start desc, a.pid
