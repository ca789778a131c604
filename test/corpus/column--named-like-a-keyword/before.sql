-- Which names are quoted depends on the version: json since 17, system_user since 16.
create table public.payloads (id integer, json jsonb, "system_user" text);
create index payloads_json on public.payloads using gin (json);
