create access method heap2 type table handler heap_tableam_handler;
create materialized view public.one as select 1 as n;
