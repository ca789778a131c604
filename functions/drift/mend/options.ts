/** One option of a foreign object: its name and its value, both as SQL writes them. */
type Options = ReadonlyMap<string, string>

/** Source of a regular expression for the list between the parentheses of `options (…)`. */
export const OPTION_LIST = `(?:"(?:[^"]|"")*"|E?'(?:[^']|'')*'|[^'")])*`

/** `host 'a', port '1'` → host: 'a', port: '1'. */
const optionsOf = (list: string): Options =>
  new Map(
    [...list.matchAll(/("(?:[^"]|"")*"|[\w$]+) (E?'(?:[^']|'')*')/g)].map(([, name = '', value = '']) => [name, value]),
  )

/** ` options (…)` that turns one list of options into another; empty where both say the same. */
export function optionsChange(from: string, to: string): string {
  const [old, want] = [optionsOf(from), optionsOf(to)]
  const changes = [
    ...[...old.keys()].filter((name) => !want.has(name)).map((name) => `drop ${name}`),
    ...[...want].flatMap(([name, value]) => {
      if (!old.has(name)) return [`add ${name} ${value}`]
      return old.get(name) === value ? [] : [`set ${name} ${value}`]
    }),
  ]
  return changes.length === 0 ? '' : ` options (${changes.join(', ')})`
}

/** The end of a statement: says so where the catalog did not read a value (supabase/catalog/foreign.sql). */
export const ended = (statement: string): string =>
  statement.includes(`'…'`) ? `${statement}; -- put the secret in the place of …` : `${statement};`
