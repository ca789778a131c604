-- Facts are the same text on every version: what older versions print bare is put in quotes (scope.sql, newer_keywords).
-- PostgreSQL 15's views are put right by functions/collect/views-15.ts.
-- `varchar_column in ('a', 'b')` is printed as a cast of an array, and once restored from that text as an array of casts. Both
-- become the array: read again, it is cast as at first.
-- `n between 1 and 9 and m > 0` is printed with the range in parentheses of its own, and once restored from that text without
-- them, since the parser takes what stands first in an AND or OR as a part of it. So do facts.
select
  kind,
  schema,
  relation,
  case
    when (select named from newer_keywords) then regexp_replace(
      key,
      '(?<=\.)(json|json_array|json_arrayagg|json_exists|json_object|json_objectagg|json_query|json_scalar|json_serialize|json_table|json_value|merge_action|system_user)(?=\.|\(|\n|$)',
      '"\1"', 'g'
    )
    else key
  end as key,
  case
    when (select named from newer_keywords) then regexp_replace(
      parent,
      '(?<=\.)(json|json_array|json_arrayagg|json_exists|json_object|json_objectagg|json_query|json_scalar|json_serialize|json_table|json_value|merge_action|system_user)(?=\.|\(|\n|$)',
      '"\1"', 'g'
    )
    else parent
  end as parent,
  case
    -- Such a text is longer than that; to look through all of them takes longer than to read them.
    when octet_length(printed.value) > case kind when 'column' then 60 else 30 end
      and (strpos(printed.value, ')) AND ') > 0 or strpos(printed.value, ')) OR ') > 0)
      and kind not in ('function', 'procedure', 'comment')
    then regexp_replace(
      regexp_replace(
        listed.value,
        '\(\((' || (select operand from parenthesised) || '(?: AND ' || (select operand from parenthesised) || ')+)\)(?= AND )',
        '(\1', 'g'
      ),
      '\(\((' || (select operand from parenthesised) || '(?: OR ' || (select operand from parenthesised) || ')+)\)(?= OR )',
      '(\1', 'g'
    )
    else listed.value
  end as value
from printed
cross join lateral (select case
    -- A view or a rule may give such a name to what only stands in its own text.
    when (kind in ('constraint', 'index', 'policy', 'trigger', 'statistics', 'publication_table') and (select named from newer_keywords))
      or (kind in ('view', 'matview', 'rule') and (select older from newer_keywords))
    -- Not a type after ::, not a function's call, not in a string or in quotes already.
    then regexp_replace(
      value,
      '(?<!::|[''"\w$])(json|json_array|json_arrayagg|json_exists|json_object|json_objectagg|json_query|json_scalar|json_serialize|json_table|json_value|merge_action|system_user)(?![''"\w$]|\()',
      '"\1"', 'g'
    )
    else value
  end as value
) worded
cross join lateral (select case
    -- As above.
    when octet_length(printed.value) > 60 and strpos(printed.value, '''::character varying') > 0
      and kind not in ('function', 'procedure', 'comment')
    then regexp_replace(
      regexp_replace(
        worded.value,
        '\((''(?:[^'']|'''')*''::character varying)\)::text(?=(?:, \(''(?:[^'']|'''')*''::character varying\)::text)*\])',
        '\1', 'g'
      ),
      '\((ARRAY\[''(?:[^'']|'''')*''::character varying(?:, ''(?:[^'']|'''')*''::character varying)*\])\)::text\[\]',
      '\1', 'g'
    )
    else worded.value
  end as value
) listed
