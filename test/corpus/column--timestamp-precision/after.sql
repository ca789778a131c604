create table public.visits (a timestamp(6), b timestamptz, c time, d interval day to second(2), e timestamptz);
