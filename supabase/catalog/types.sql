-- enum:, domain: and composite:SCHEMA.NAME.
select
  t.kind,
  t.schema,
  null::oid as relation,
  t.kind || ':' || t.name as key,
  'schema:' || quote_ident(t.schema) as parent,
  case t.kind
    when 'enum' then 'enum (' || coalesce((
      select string_agg(quote_literal(e.enumlabel), ', ' order by e.enumsortorder)
      from pg_catalog.pg_enum e
      where e.enumtypid = t.oid
    ), '') || ')'
    when 'domain' then concat_ws(' ',
      'domain as ' || format_type(y.typbasetype, y.typtypmod),
      (
        select 'collate ' || quote_ident(n.nspname) || '.' || quote_ident(o.collname)
        from pg_catalog.pg_collation o
        join pg_catalog.pg_namespace n on n.oid = o.collnamespace
        join pg_catalog.pg_type b on b.oid = y.typbasetype
        where o.oid = y.typcollation and y.typcollation <> b.typcollation
      ),
      'default ' || pg_get_expr(y.typdefaultbin, 0),
      case when y.typnotnull then 'not null' end,
      (
        select string_agg('constraint ' || quote_ident(k.conname) || ' ' || pg_get_constraintdef(k.oid), ' '
          order by k.conname collate "C")
        from pg_catalog.pg_constraint k
        where k.contypid = t.oid and k.contype = 'c'
      )
    )
    else 'composite (' || coalesce((
      select string_agg(concat_ws(' ',
        quote_ident(a.attname),
        format_type(a.atttypid, a.atttypmod),
        (
          select 'collate ' || quote_ident(n.nspname) || '.' || quote_ident(o.collname)
          from pg_catalog.pg_collation o
          join pg_catalog.pg_namespace n on n.oid = o.collnamespace
          join pg_catalog.pg_type b on b.oid = a.atttypid
          where o.oid = a.attcollation and a.attcollation <> b.typcollation
        )
      ), ', ' order by a.attnum)
      from pg_catalog.pg_attribute a
      where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped
    ), '') || ')'
  end as value
from types t
join pg_catalog.pg_type y on y.oid = t.oid
where t.kind <> 'range'
