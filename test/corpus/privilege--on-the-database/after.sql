do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
do $$ begin execute format('grant create on database %I to authenticated', current_database()); end $$;
