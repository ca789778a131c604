create table public.users (id integer);
comment on table public.users is E'@graphql({"totalCount": {"enabled": false}})\nit''s "quoted" – ключ';
