import { standardLiteral } from '../../model/sql.ts'

/** Stands for the database in a statement: its name differs between environments and is no part of a fact. */
export const DATABASE = '\u0001'

/** A statement about the database that it is run in. */
export const onDatabase = (sql: string): string =>
  sql.includes(DATABASE)
    ? `do $do$ begin execute format(${standardLiteral(sql.replace(/;$/, '').replaceAll('%', '%%').replace(DATABASE, '%I'))}, current_database()); end $do$;`
    : sql
