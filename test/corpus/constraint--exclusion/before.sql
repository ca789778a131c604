create extension btree_gist schema extensions;
create table public.bookings (room integer, during tstzrange, gone boolean,
  constraint no_overlap exclude using gist (room with =, during with &&) where (not gone));
