create table public.visits (a timestamp(3), b timestamptz(3), c time(0), d interval second(2), e timestamp);
