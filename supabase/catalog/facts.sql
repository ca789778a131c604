-- Facts are the same text on every version: 16 and 17 made words of these into keywords, so that newer versions print a
-- column of that name in quotes and older ones do not. (PostgreSQL 15's views are put right by functions/collect/views-15.ts.)
select
  kind,
  schema,
  relation,
  case when bare.words then regexp_replace(key, bare.name, '"\1"', 'g') else key end as key,
  case when bare.words then regexp_replace(parent, bare.name, '"\1"', 'g') else parent end as parent,
  case
    when bare.words and kind in ('constraint', 'index', 'policy', 'trigger', 'view', 'matview')
      then regexp_replace(value, bare.column, '"\1"', 'g')
    else value
  end as value
from printed
cross join lateral (
  select
    current_setting('server_version_num')::int < 170000
      and (key || value) ~ 'json|system_user|merge_action' as words,
    '(?<=\.)(json|json_array|json_arrayagg|json_exists|json_object|json_objectagg|json_query|json_scalar|json_serialize|json_table|json_value|merge_action|system_user)(?=\.|\(|\n|$)' as name,
    -- Not a type after ::, not a function's call, not in a string or in quotes already.
    '(?<!::|[''"\w$])(json|json_array|json_arrayagg|json_exists|json_object|json_objectagg|json_query|json_scalar|json_serialize|json_table|json_value|merge_action|system_user)(?![''"\w$]|\()' as column
) bare
