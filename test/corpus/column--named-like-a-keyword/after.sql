create table public.payloads (id integer, json jsonb not null, "system_user" text);
create index payloads_json on public.payloads using gin (json jsonb_path_ops);
