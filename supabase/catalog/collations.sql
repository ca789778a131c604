-- collation:SCHEMA.NAME, without its version (the operating system moves it). The locale's column has another name on
-- every major version, so the row is read as JSON.
select
  o.kind,
  o.schema,
  null::oid as relation,
  o.key,
  'schema:' || quote_ident(o.schema) as parent,
  '(' || concat_ws(', ',
    'provider = ' || case c.collprovider when 'i' then 'icu' when 'c' then 'libc' when 'b' then 'builtin' else c.collprovider::text end,
    'locale = ' || quote_literal(coalesce(to_jsonb(c) ->> 'colllocale', to_jsonb(c) ->> 'colliculocale')),
    'lc_collate = ' || quote_literal(c.collcollate),
    'lc_ctype = ' || quote_literal(c.collctype),
    'rules = ' || quote_literal(to_jsonb(c) ->> 'collicurules'),
    'deterministic = ' || c.collisdeterministic
  ) || ')' as value
from objects o
join pg_catalog.pg_collation c on c.oid = o.oid
where o.kind = 'collation'
