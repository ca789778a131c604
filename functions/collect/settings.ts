/**
 * What a session must be set to before facts are read: an empty search_path, so that PostgreSQL qualifies every name,
 * and everything that changes how it prints constants (pg_dump sets the same). Compiling the statement would take longer
 * than running it, and what it sorts must not become a temporary file on the target.
 */
export const PRINT_SETTINGS = `set local search_path = '';
set local datestyle = 'ISO, YMD';
set local intervalstyle = 'postgres';
set local timezone = 'UTC';
set local extra_float_digits = 1;
set local bytea_output = 'hex';
set local lc_monetary = 'C';
set local quote_all_identifiers = off;
set local jit = off;
set local work_mem = '32MB';
`
