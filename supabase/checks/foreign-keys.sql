-- Foreign keys, for what is wrong with any of them: no index over all their columns, another type than what they refer to, and others that
-- say the same. Only indexes that are valid, whole and begin with the key's columns count.
select *
from (
  select
    n.nspname::text as schema,
    t.relname::text as relation,
    k.conname::text as name,
    array(
      select a.attname::text from unnest(k.conkey) with ordinality o (num, nr)
      join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = o.num order by o.nr
    ) as columns,
    m.nspname::text as target_schema,
    r.relname::text as target,
    array(
      select a.attname::text from unnest(k.confkey) with ordinality o (num, nr)
      join pg_catalog.pg_attribute a on a.attrelid = k.confrelid and a.attnum = o.num order by o.nr
    ) as target_columns,
    -- −1: PostgreSQL has not counted them yet.
    t.reltuples::float8 as rows,
    k.convalidated as valid,
    array(
      select a.attname || ' is ' || format_type(a.atttypid, a.atttypmod) || ', ' || b.attname || ' is ' || format_type(b.atttypid, b.atttypmod)
      from unnest(k.conkey, k.confkey) with ordinality o (num, far, nr)
      join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = o.num
      join pg_catalog.pg_attribute b on b.attrelid = k.confrelid and b.attnum = o.far
      where a.atttypid <> b.atttypid
      order by o.nr
    ) as differing,
    exists (
      select from pg_catalog.pg_index i
      where i.indrelid = k.conrelid and i.indisvalid and i.indpred is null
        and (select array_agg(c.num order by c.num) from unnest((i.indkey::int2[])[0:cardinality(k.conkey) - 1]) c (num))
          = (select array_agg(c.num order by c.num) from unnest(k.conkey) c (num))
    ) as covered,
    (
      select min(o.conname::text)
      from pg_catalog.pg_constraint o
      where o.contype = 'f' and o.conrelid = k.conrelid and o.confrelid = k.confrelid
        and o.conkey = k.conkey and o.confkey = k.confkey and o.conname < k.conname
    ) as same_as
  from pg_catalog.pg_constraint k
  join pg_catalog.pg_class t on t.oid = k.conrelid
  join pg_catalog.pg_namespace n on n.oid = t.relnamespace
  join pg_catalog.pg_class r on r.oid = k.confrelid
  join pg_catalog.pg_namespace m on m.oid = r.relnamespace
  where k.contype = 'f' and k.conparentid = 0
) k
where (not k.covered and k.rows > 0) or k.differing <> '{}' or k.same_as is not null
order by k.schema, k.relation, k.name
