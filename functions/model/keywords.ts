/**
 * PostgreSQL's key words that cannot stand for a name everywhere without quotes, by their category in pg_get_keywords():
 * what is not here is unreserved. Those of 18; of the versions before it they are a part. A test holds both to 15–18.
 */
const words = (text: string): ReadonlySet<string> => new Set(text.split(' '))

/** Neither a table nor a column may have such a name without quotes: categories R and T (may be a function or type). */
export const RESERVED: ReadonlySet<string> = words(
  'all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation ' +
    'column concurrently constraint create cross current_catalog current_date current_role current_schema current_time ' +
    'current_timestamp current_user default deferrable desc distinct do else end except false fetch for foreign freeze ' +
    'from full grant group having ilike in initially inner intersect into is isnull join lateral leading left like limit ' +
    'localtime localtimestamp natural not notnull null offset on only or order outer overlaps placing primary references ' +
    'returning right select session_user similar some symmetric system_user table tablesample then to trailing true ' +
    'union unique user using variadic verbose when where window with',
)

/** Category C: a table or column may have such a name, a function or type may not. */
export const COLUMN_NAMES: ReadonlySet<string> = words(
  'between bigint bit boolean char character coalesce dec decimal exists extract float greatest grouping inout int ' +
    'integer interval json json_array json_arrayagg json_exists json_object json_objectagg json_query json_scalar ' +
    'json_serialize json_table json_value least merge_action national nchar none normalize nullif numeric out overlay ' +
    'position precision real row setof smallint substring time timestamp treat trim values varchar xmlattributes ' +
    'xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable',
)
