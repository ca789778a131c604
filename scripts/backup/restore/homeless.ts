import { bare } from '../../../functions/drift/mend/names.ts'
import { kindOf, nameOf, nameParts } from '../../../functions/model/fact.ts'
import { identifier } from '../../../functions/model/sql.ts'
import { UserError } from '../../errors.ts'
import type { Manifest } from '../manifest.ts'
import { nameOfTable } from '../take/tables.ts'
import type { Steps } from './steps.ts'

/** @throws UserError where a table with rows cannot be made */
export function refuseHomeless({ refused }: Steps, { tables }: Manifest): void {
  const filled = new Set(tables.filter(({ rows }) => rows > 0).map((table) => nameOfTable(table)))
  const homeless = refused.filter(({ fact }) => kindOf(fact) === 'table' && filled.has(quotedName(fact)))
  if (homeless.length === 0) return
  const why = refused.filter(({ fact }) => HOLDS_UP.has(kindOf(fact))).map(({ fact, reason }) => `${fact}: ${reason}`)
  throw new UserError(
    `${homeless.map(({ fact }) => nameOf(fact)).join(', ')} cannot be made in that database, and there are rows for it; PostgreSQL said: ${why.slice(0, 5).join('; ')}`,
    'restore where its extensions and types are at hand: another server, or --shadow-url for a drill',
  )
}

/** What a table may wait for. */
const HOLDS_UP: ReadonlySet<string> = new Set([
  'extension',
  'table',
  'enum',
  'domain',
  'composite',
  'range',
  'function',
])

const quotedName = (key: string) =>
  nameParts(nameOf(key))
    .map((part) => identifier(bare(part)))
    .join('.')
