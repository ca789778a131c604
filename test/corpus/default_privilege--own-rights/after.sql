alter default privileges revoke update on sequences from postgres;
alter default privileges grant usage on schemas to anon;
