create access method heap2 type table handler heap_tableam_handler;
create table public.notes (id integer) using heap2;
