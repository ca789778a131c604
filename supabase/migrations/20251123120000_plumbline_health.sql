-- What other sessions do is shown to members of pg_monitor alone: without it the checks of long queries, idle transactions and locks are
-- unknown. It shows no row of any table. May be run again.
do $$
begin
  if current_setting('server_version_num')::int >= 160000 then
    execute 'grant pg_monitor to plumbline with inherit true';
  else
    -- Until 15 it is the role that says whether it inherits.
    execute 'grant pg_monitor to plumbline';
    execute 'alter role plumbline inherit';
  end if;
end $$;

-- Of the rest, grant what the checks name where they are unknown: select on a sequence for its last value, on the columns of a foreign key
-- for rows that refer to nothing, on a table for its statistics.
