create table public.ranks (place integer constraint one unique deferrable initially deferred);
