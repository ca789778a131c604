create table public.jobs (id uuid default gen_random_uuid(), at timestamptz default now(), tries integer default 3);
