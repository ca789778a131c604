alter role anon set statement_timeout to '8s';
alter role authenticator set pgrst.db_schemas to 'public, app';
alter role authenticator set session_preload_libraries to 'safeupdate';
