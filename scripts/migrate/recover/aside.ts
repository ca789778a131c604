import { ASIDE } from '../../../functions/model/aside.ts'
import { columnType } from '../../../functions/drift/mend/column.ts'
import { bare, subjectOf } from '../../../functions/drift/mend/names.ts'
import { kindOf, type Fact } from '../../../functions/model/fact.ts'
import { ident, identifier, standardLiteral } from '../../../functions/model/sql.ts'

/** A table or column that holds data and stands in a migration's way. */
export interface Aside {
  /** Key of the fact. */
  fact: string
  /** Moves it out of the way; nothing of it is lost. */
  sql: string[]
}

/** PostgreSQL cuts names at 63 bytes. */
const marked = (name: string) => identifier(`${ASIDE}${bare(name)}`.slice(0, 63))

/** How to put a column or a table aside. @param value of the fact */
export function asideOf({ key, value }: Pick<Fact, 'key' | 'value'>): Aside {
  const { object, part, name } = subjectOf(key)
  if (kindOf(key) === 'column') {
    // The application of before the migration does not know the column under its new name.
    const nullable = / not null\b/.test(value) ? [`alter table ${object} alter column ${part} drop not null;`] : []
    return { fact: key, sql: [...nullable, `alter table ${object} rename column ${part} to ${marked(part)};`] }
  }
  const schema = marked(object)
  return { fact: key, sql: [`create schema if not exists ${schema};`, `alter table ${name} set schema ${schema};`] }
}

/** Whether anything would be lost with a fact: a question to the target that answers `holds`. */
export function holdsSql(key: string): string {
  const { object, part, name } = subjectOf(key)
  return kindOf(key) === 'column'
    ? `select exists (select from ${object} where ${part} is not null) as holds`
    : `select exists (select from ${name}) as holds`
}

/** Raises where a fact that is to be dropped, because it held nothing, holds something by now. */
export const guardSql = (key: string): string =>
  `do $plumbline$ begin if (${holdsSql(key)}) then raise exception using message = ${standardLiteral(`plumbline: ${key} holds data by now; plan it again`)}; end if; end $plumbline$;`

/** Something that was put aside, and what it is to come back to. */
export interface Kept {
  /** Key of the fact under its marked name. */
  aside: string
  /** Key of the fact that took its place; null: it is not there yet. */
  home: string | null
  /** Brings the data back and takes the marked object away, in this order. */
  sql: string[]
}

/** What of a catalog was put aside. */
export function keptIn(facts: readonly Fact[]): Kept[] {
  const values = new Map(facts.map(({ key, value }) => [key, value]))
  return facts.flatMap(({ key }): Kept[] => {
    const { kind, object, part } = subjectOf(key)
    if (kind === 'column' && bare(part).startsWith(ASIDE)) return [column(key, values)]
    if (kind === 'table' && bare(object).startsWith(ASIDE)) return [table(key, facts)]
    return []
  })
}

const unmarked = (name: string) => {
  const plain = bare(name).slice(ASIDE.length)
  return ident(plain)
}

function column(key: string, values: ReadonlyMap<string, string>): Kept {
  const { object, part } = subjectOf(key)
  const own = unmarked(part)
  const home = `column:${object}.${own}`
  const value = values.get(home)
  if (value === undefined) return { aside: key, home: null, sql: [] }
  const old = cast(part, values.get(key) ?? '', value)
  return {
    aside: key,
    home,
    sql: [
      `update ${object} set ${own} = ${old} where ${own} is null and ${part} is not null;`,
      raisingIf(
        `exists (select from ${object} where ${part} is not null and ${own} is distinct from ${old})`,
        `rows of ${object} have another value in ${own} by now: decide which is right, then plan it again`,
      ),
      `alter table ${object} drop column ${part};`,
    ],
  }
}

function table(key: string, facts: readonly Fact[]): Kept {
  const { object, part, name } = subjectOf(key)
  const own = `${unmarked(object)}.${part}`
  if (!facts.some((fact) => fact.key === `table:${own}`)) return { aside: key, home: null, sql: [] }
  const columns = (of: string) =>
    new Map(
      facts.flatMap((fact) => {
        const subject = subjectOf(fact.key)
        return subject.kind === 'column' && subject.object === of ? [[subject.part, fact.value] as const] : []
      }),
    )
  const [from, to] = [columns(name), columns(own)]
  const shared = [...to].flatMap(([column, value]) => {
    const old = from.get(column)
    return old === undefined || / generated always as \(/.test(value) ? [] : [{ column, sql: cast(column, old, value) }]
  })
  const names = shared.map(({ column }) => column).join(', ')
  return {
    aside: key,
    home: `table:${own}`,
    sql: [
      `insert into ${own} (${names}) overriding system value select ${shared.map(({ sql }) => sql).join(', ')} from ${name};`,
      `drop table ${name};`,
      `do $plumbline$ begin drop schema ${object}; exception when dependent_objects_still_exist then null; end $plumbline$;`,
    ],
  }
}

/** A value of an old column as the new one takes it. */
function cast(name: string, from: string, to: string): string {
  const [old, wanted] = [columnType(from), columnType(to)]
  return old === wanted ? name : `${name}::text::${wanted}`
}

const raisingIf = (condition: string, message: string) =>
  `do $plumbline$ begin if ${condition} then raise exception using message = ${standardLiteral(`plumbline: ${message}`)}; end if; end $plumbline$;`
