-- rule:SCHEMA.RELATION.NAME and whether it fires; the rule that makes a view a view belongs to the view.
select
  'rule' as kind,
  r.schema,
  r.oid as relation,
  'rule:' || r.name || '.' || quote_ident(w.rulename) as key,
  concat_ws(e'\n',
    r.key,
    (
      select string_agg(distinct case
        when b.relkind in ('r', 'p', 'f') and a.attname is not null then 'column:' || b.oid::regclass || '.' || quote_ident(a.attname)
        else case b.relkind when 'v' then 'view:' when 'm' then 'matview:' when 'f' then 'foreign_table:' else 'table:' end || b.oid::regclass
      end, e'\n')
      from pg_catalog.pg_depend d
      join pg_catalog.pg_class b on b.oid = d.refobjid
      left join pg_catalog.pg_attribute a on a.attrelid = b.oid and a.attnum = d.refobjsubid and d.refobjsubid > 0
      where d.classid = 'pg_catalog.pg_rewrite'::regclass and d.objid = w.oid
        and d.refclassid = 'pg_catalog.pg_class'::regclass and (d.refobjid <> r.oid or d.refobjsubid > 0)
    )
  ) as parent,
  coalesce(r.locked, l.value, pg_get_ruledef(w.oid) || case w.ev_enabled
    when 'D' then ' (disabled)' when 'R' then ' (fires on a replica only)' when 'A' then ' (fires always)' else ''
  end) as value
from relations r
join pg_catalog.pg_rewrite w on w.ev_class = r.oid
left join locked l on l.class = 'pg_catalog.pg_rewrite'::regclass and l.oid = w.oid
where w.rulename <> '_RETURN' and r.relkind in ('r', 'p', 'v')
