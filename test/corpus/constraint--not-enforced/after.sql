create table public.notes (a integer, constraint a_is check (a > 0) not enforced);
