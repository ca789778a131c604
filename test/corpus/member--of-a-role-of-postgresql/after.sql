select 1;
grant pg_read_all_data to authenticated;
