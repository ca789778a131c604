import { nameOf } from '../../model/fact.ts'
import { cutAtSlash } from '../../model/pinned.ts'
import { DATABASE } from './database.ts'
import { standardLiteral } from '../../model/sql.ts'

/** Settings whose value is a list of names, quoted already. */
const LISTS = /^(?:search_path|temp_tablespaces|(?:local|session)_preload_libraries|unix_socket_directories)$/

/** ALTER ROLE or ALTER DATABASE … SET; none where the value is not shown. @param wanted null: to be reset */
export function alterSetting(key: string, wanted: string | null): string[] {
  if (wanted?.startsWith('not shown: ') === true) return []
  const { before: place, last: name } = cutAtSlash(nameOf(key))
  const { before: where, last: role } = cutAtSlash(place)
  const value =
    wanted === null ? `reset ${name}` : `set ${name} to ${LISTS.test(name) ? wanted : standardLiteral(wanted)}`
  if (where === 'role') return [`alter role ${role} ${value};`]
  if (where === 'role in database') return [`alter role ${role} in database ${DATABASE} ${value};`]
  return [`alter ${place === 'all' ? 'role all' : `database ${DATABASE}`} ${value};`]
}
