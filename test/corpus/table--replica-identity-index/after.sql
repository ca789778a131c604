create table public.messages (id bigint primary key, code text not null);
create unique index messages_code on public.messages (code);
