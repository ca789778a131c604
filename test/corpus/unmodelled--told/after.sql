create table public.t (id integer);
create type public.raw;
create conversion public.latin for 'UTF8' to 'LATIN1' from utf8_to_iso8859_1;
create text search parser public.words (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype);
create text search template public.plain (init = dsimple_init, lexize = dsimple_lexize);
create language other handler plpgsql_call_handler;
create access method heap2 type table handler heap_tableam_handler;
select lo_create(42);
