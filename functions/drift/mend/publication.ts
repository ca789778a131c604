import { nameParts, type Fact } from '../../model/fact.ts'
import { subjectOf } from './names.ts'

/** `publication_table:feed.public.users` → the publication feed and its member public.users. */
function membershipOf(key: string): { publication: string; member: string } {
  const [publication = '', ...member] = nameParts(subjectOf(key).name)
  return { publication, member: member.join('.') }
}

/** The statement that makes a publication, without its members. */
export const createPublication = ({ key, value }: Fact): string[] => [
  `create publication ${subjectOf(key).name} ${value};`,
]

const isForAll = (value: string) => value.startsWith('for all tables ')

/** The statement that turns one publication into another; null where only a new one could be so. */
export function alterPublication(key: string, from: string, to: string): string[] | null {
  if (isForAll(from) !== isForAll(to)) return null
  const settings = /with \((.*)\)$/s.exec(to)?.[1] ?? ''
  const generated = from.includes('publish_generated_columns') && !to.includes('publish_generated_columns')
  return [
    `alter publication ${subjectOf(key).name} set (${settings}${generated ? ', publish_generated_columns = none' : ''});`,
  ]
}

/** The statement that adds a table to a publication, but not what inherits from it: that is a member of its own. */
export function addTable({ key, value }: Fact): string[] {
  const { publication, member } = membershipOf(key)
  return [`alter publication ${publication} add table only ${member}${value.replace(/^table/, '')};`]
}

/** The statement that takes a table from a publication. */
export function dropTable(key: string): string[] {
  const { publication, member } = membershipOf(key)
  return [`alter publication ${publication} drop table only ${member};`]
}

/** The statement that adds a schema's tables to a publication. */
export function addSchema({ key }: Fact): string[] {
  const { publication, member } = membershipOf(key)
  return [`alter publication ${publication} add tables in schema ${member};`]
}

/** The statement that takes a schema's tables from a publication. */
export function dropSchema(key: string): string[] {
  const { publication, member } = membershipOf(key)
  return [`alter publication ${publication} drop tables in schema ${member};`]
}
