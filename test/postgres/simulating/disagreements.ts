/** Statements of which PostgreSQL says something else than is foretold, and why. A false alarm may never stand here. */
export const DISAGREEMENTS: readonly { pattern: RegExp; why: string }[] = [
  {
    pattern: /\b(?:active_users|link_counts|totals)\b/,
    why: 'the types of a view’s columns are not inferred: a comparison or literal that does not fit one goes unnoticed',
  },
  {
    pattern: /'99999999999'.* ON CONFLICT/,
    why: 'whether a number is a moment depends on settings; what comes after it is foretold, and PostgreSQL stops before',
  },
  {
    pattern: /^CREATE .*FUNCTION f\(\) returns colour/,
    why: 'whether the query of a function in SQL gives the type that it declares is not simulated',
  },
]

/** The same of what a role may not do. */
export const RIGHTS_DISAGREEMENTS: readonly { pattern: RegExp; why: string }[] = [
  {
    pattern: /^CREATE INDEX made ON .*\bclosed_/,
    why: 'the functions of an index run as the owner of its table, who may lack what a superuser who migrates need not have',
  },
  {
    pattern: /^TRUNCATE .* CASCADE/,
    why: 'a cascade reaches tables that may belong to others',
  },
  {
    pattern: /^REFRESH MATERIALIZED VIEW/,
    why: 'its query runs as its owner, who may lack what it reads: only who migrates is asked for',
  },
  {
    pattern: /^(?:DELETE|UPDATE|INSERT)/,
    why: 'keys, cascades and triggers run as the owners of other tables; and a literal that does not fit is said first',
  },
  {
    pattern: /^CREATE .*VIEW .*\b(?:active_users|link_counts|totals)\b/,
    why: 'the types of a view’s columns are not inferred: what does not fit them is said before what is not allowed',
  },
]
