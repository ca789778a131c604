alter default privileges in schema public revoke update on sequences from anon;
