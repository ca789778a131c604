-- What a project holds from birth, or the platform makes, is not the migrations' doing.
create table public.t (id uuid default gen_random_uuid());
