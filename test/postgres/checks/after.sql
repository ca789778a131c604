-- What only a superuser can bring about on one machine: sizes and ages that take weeks, written into the catalog.
analyze;
update pg_class set relpages = 20000 where oid in ('truly.bloated'::regclass, 'truly.idle_v'::regclass);
update pg_class set relpages = 200 where oid in ('nearly.bloated'::regclass, 'nearly.idle_v'::regclass);
update pg_class set relfrozenxid = ((pg_current_xact_id()::text::bigint - 260000000 + 4294967296) % 4294967296)::text::xid
where oid = 'truly.old'::regclass;
update pg_database set datcollversion = '0' where datname = current_database();
