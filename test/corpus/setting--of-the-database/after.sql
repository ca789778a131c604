do $$ begin execute format('alter database %I set statement_timeout to ''3s''', current_database()); end $$;
do $$ begin execute format('alter database %I set search_path to public, extensions', current_database()); end $$;
