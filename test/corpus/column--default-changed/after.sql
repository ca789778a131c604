create table public.jobs (id uuid default gen_random_uuid(), at timestamptz default clock_timestamp(), tries integer default 5);
