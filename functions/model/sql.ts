import { COLUMN_NAMES, RESERVED } from './keywords.ts'

/** An identifier in quotes, whatever it is. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** An identifier as PostgreSQL's quote_ident writes it: in quotes where it would be read as something else. */
export const ident = (name: string): string =>
  /^[a-z_][a-z0-9_]*$/.test(name) && !RESERVED.has(name) && !COLUMN_NAMES.has(name) ? name : identifier(name)

/** A table with its schema. */
export const quoted = ({ schema, table }: { schema: string; table: string }): string =>
  `${identifier(schema)}.${identifier(table)}`

/** A text as a literal, as PostgreSQL reads it with standard_conforming_strings on: for people, and where it is known to be. */
export const standardLiteral = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** A text as a literal that is the same text whatever standard_conforming_strings is, as quote_literal writes it. */
export const literal = (text: string): string =>
  text.includes('\\') ? ` E${standardLiteral(text.replaceAll('\\', '\\\\'))}` : standardLiteral(text)
