alter default privileges revoke execute on functions from public;
alter default privileges grant execute on functions to public;
alter default privileges in schema public revoke all on tables from anon;
alter default privileges in schema public grant all on tables to anon;
