import { all, as } from '../../tree/node.ts'
import { objectOf, written } from '../../tree/name.ts'
import type { Rule } from '../rule.ts'

/** A SECURITY DEFINER function that whoever calls it can mislead. */
export const functionSearchPath: Rule = {
  id: 'function-search-path',
  title: 'A function with its owner’s rights finds names where its caller says',
  severity: 'high',
  looks: 'CREATE FUNCTION … SECURITY DEFINER without SET search_path.',
  why: 'Its caller’s search_path decides which tables and operators it uses: a caller who may make objects anywhere can run code as the owner.',
  sources: [
    'Supabase splinter 0011',
    'https://www.postgresql.org/docs/current/sql-createfunction.html#SQL-CREATEFUNCTION-SECURITY',
  ],
  check({ statement }) {
    const create = as(statement.node, 'CreateFunctionStmt')
    const options = all(create?.options, 'DefElem')
    const definer = options.some(({ defname, arg }) => defname === 'security' && as(arg, 'Boolean')?.boolval === true)
    const set = options.some(
      ({ defname, arg }) => defname === 'set' && as(arg, 'VariableSetStmt')?.name === 'search_path',
    )
    if (!create || !definer || set) return []
    const name = written(objectOf(create.funcname))
    return [
      {
        subject: name,
        message: `${name} runs with its owner's rights and its caller's search_path`,
        recipe: [`alter function ${name} set search_path = '';`, '-- and write every name in it with its schema'],
      },
    ]
  },
}
