create table public.blobs (id integer, body text);
