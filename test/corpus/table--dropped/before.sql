-- Columns, constraints, indexes, the serial's sequence, policies, triggers and comments follow from the table.
create function public.touch() returns trigger language plpgsql as $$ begin new.at := now(); return new; end $$;
create table public.notes (id serial primary key, body text not null check (body <> ''), at timestamptz);
create index notes_at on public.notes (at);
alter table public.notes enable row level security;
create policy readable on public.notes for select using (true);
create trigger touch before update on public.notes for each row execute function public.touch();
comment on table public.notes is 'Notes.';
comment on column public.notes.body is 'Markdown.';
comment on policy readable on public.notes is 'Anyone.';
