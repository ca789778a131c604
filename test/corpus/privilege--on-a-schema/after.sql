create schema app;
grant usage on schema app to anon;
grant all on schema app to authenticated;
