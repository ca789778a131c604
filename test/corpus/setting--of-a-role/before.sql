alter role anon set statement_timeout to '3s';
alter role authenticator set pgrst.db_schemas to 'public';
