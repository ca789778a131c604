import type { Scratch } from '../scratch.ts'
import type { Register } from './register.ts'
import { difference, type Right, type Said } from './said.ts'
import type { RightsTrial, RoleTrial, SchemaTrial, SettingTrial, Trial } from './trial.ts'
import { ident } from '../../../functions/model/sql.ts'

/**
 * Tries out what a statement says; what it did is the caller's to undo.
 * @throws what PostgreSQL throws
 */
export async function attempt(db: Scratch, register: Register, trial: Trial): Promise<Said[]> {
  switch (trial.try) {
    case 'rights':
      return tryRights(db, register, trial)
    case 'setting':
      return trySetting(db, register, trial)
    case 'role':
      return saidOfRole(trial)
    case 'schema':
      return saidOfSchema(trial)
  }
}

async function tryRights(db: Scratch, register: Register, trial: RightsTrial): Promise<Said[]> {
  const { opposite, itself, says, kinds, onlyKnown, unsaid } = trial
  if (opposite !== null) await db.exec(opposite)
  const of = (all: readonly Right[]) => all.filter(({ kind, word }) => kinds.includes(kind) && !unsaid.includes(word))
  const before = of(await register.rights())
  await db.exec(itself)
  const after = of(await register.rights())
  const known = new Set(before.map(({ object }) => object))
  return difference(before, onlyKnown ? after.filter(({ object }) => known.has(object)) : after, says)
}

/** What the statement makes has another identity when it is run for real: it is asked for by its name. */
const saidOfRole = ({ role, holds, lacks }: RoleTrial): Said[] =>
  holds.length + lacks.length === 0
    ? []
    : [{ key: ['role:', { id: `role@${role}` }], object: null, says: { kind: 'words', holds, lacks } }]

/** As PostgreSQL would quote it. */

const saidOfSchema = ({ schema, owner }: SchemaTrial): Said[] => {
  const id = `schema@${schema}`
  return [{ key: ['owner:', { id }], object: id, says: { kind: 'value', value: ident(owner) } }]
}

async function trySetting(db: Scratch, register: Register, trial: SettingTrial): Promise<Said[]> {
  const { role, database, name, itself, resets } = trial
  await db.exec(itself)
  const where =
    role === null ? (database === null ? 'all' : 'database') : database === null ? 'role' : 'role in database'
  const named = role === null ? undefined : (await register.names([])).find(({ asked }) => asked === `role@${role}`)
  if (role !== null && named === undefined) return []
  const value = (await register.settings()).get(`setting:${where}/${named ? `${named.name}/` : ''}${name}`)
  // Of a role that nothing here concerns, the target has no fact either.
  if (value === undefined && !resets) return []
  const key = [`setting:${where}/`, ...(named ? [{ id: named.id }, '/'] : []), name]
  return [{ key, object: null, says: { kind: 'value', value: value ?? null } }]
}
