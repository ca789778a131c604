create table public.logs (at timestamptz, line text) partition by range (at);
