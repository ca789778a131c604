import type { Node } from '@supabase/pg-parser/17/types'
import type { Family } from './family.ts'
import { alterTable } from './statements/alter-table/index.ts'
import { comment, createRole } from './statements/comment-role.ts'
import { createIndex } from './statements/create-index.ts'
import { createTable } from './statements/create-table.ts'
import { defaultPrivileges } from './statements/default-privileges.ts'
import { drop } from './statements/drop.ts'
import { createFunction } from './statements/function.ts'
import { grant } from './statements/grant.ts'
import { alterPolicy, createPolicy } from './statements/policy.ts'
import { alterPublication, createEventTrigger, createPublication } from './statements/publication.ts'
import { rename, setSchema } from './statements/rename.ts'
import { insert, remove, select, truncate, update } from './statements/rows.ts'
import { createExtension, createSchema } from './statements/schema.ts'
import { alterSequence, createSequence } from './statements/sequence.ts'
import { alterSystem, createDatabase, dropDatabase, reindex, set, transaction, vacuum } from './statements/session.ts'
import { createTrigger } from './statements/trigger.ts'
import { alterEnum, createComposite, createDomain, createEnum } from './statements/types.ts'
import { createTableAs, createView, refresh } from './statements/view.ts'

/** All that is simulated. What is not here is unknown, never fine in silence; DO blocks are taken apart in block.ts. */
export const FAMILIES: readonly Family[] = [
  createTable,
  alterTable,
  createIndex,
  drop,
  rename,
  setSchema,
  createEnum,
  alterEnum,
  createDomain,
  createComposite,
  createSchema,
  createExtension,
  createFunction,
  createTrigger,
  createPolicy,
  alterPolicy,
  createView,
  createTableAs,
  refresh,
  createSequence,
  alterSequence,
  comment,
  grant,
  defaultPrivileges,
  createRole,
  createPublication,
  alterPublication,
  createEventTrigger,
  insert,
  update,
  remove,
  truncate,
  select,
  set,
  transaction,
  vacuum,
  reindex,
  createDatabase,
  dropDatabase,
  alterSystem,
]

const byKind = new Map<string, Family>(FAMILIES.map((family) => [family.kind, family]))

/** The family of a statement; undefined: it is not simulated. */
export const familyOf = (node: Node): Family | undefined => byKind.get(kindOf(node))

/** The name of a statement's node. */
export const kindOf = (node: Node): string => Object.keys(node)[0] ?? ''
