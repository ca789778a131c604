import { family } from '../family.ts'
import { hasSchema } from '../lookup.ts'
import { idOf } from '../names.ts'
import { changeRights } from '../held.ts'
import { needDatabase, needSetRole } from '../permission.ts'
import { doubt, fault } from '../remark.ts'
import { needRole } from '../roles.ts'
import { add, doubtOf, type World } from '../world.ts'

/** CREATE SCHEMA */
export const createSchema = family('CreateSchemaStmt', {
  *check(world, { schemaname = '', if_not_exists, authrole, schemaElts }) {
    if (authrole) yield* needRole(world, authrole)
    yield* needDatabase(world)
    if (authrole?.roletype === 'ROLESPEC_CSTRING') yield* needSetRole(world, authrole.rolename ?? '')
    const unsure = doubtOf(world, schemaname)
    if (unsure !== null) yield doubt(unsure)
    else if (schemaname.startsWith('pg_'))
      yield fault('42939', `unacceptable schema name "${schemaname}"`, {
        detail: 'The prefix "pg_" is reserved for system schemas.',
      })
    else if (hasSchema(world, schemaname) && !if_not_exists)
      yield fault('42P06', `schema "${schemaname}" already exists`, {
        thing: idOf('schema', schemaname),
        mend: [`CREATE SCHEMA IF NOT EXISTS "${schemaname}";`],
      })
    if ((schemaElts ?? []).length > 0) yield doubt('what a CREATE SCHEMA makes inside is not simulated')
  },
  apply(world, { schemaname = '', authrole }) {
    if (authrole) changeRights(world, idOf('schema', schemaname))
    if (!hasSchema(world, schemaname))
      add(world, { id: idOf('schema', schemaname), kind: 'schema', needs: [], value: 'schema', origin: world.origin })
  },
})

/** What some extensions bring, by the names that migrations use. */
const BRINGS: Readonly<Record<string, readonly string[]>> = {
  vector: ['vector', 'halfvec', 'sparsevec', 'hnsw', 'ivfflat', 'vector_l2_ops', 'vector_cosine_ops', 'vector_ip_ops'],
  citext: ['citext'],
  hstore: ['hstore'],
  ltree: ['ltree', 'lquery'],
  pg_trgm: ['gin_trgm_ops', 'gist_trgm_ops', 'similarity', 'word_similarity'],
  'uuid-ossp': ['uuid_generate_v4', 'uuid_generate_v1', 'uuid_generate_v5', 'uuid_generate_v1mc', 'uuid_nil'],
  pgcrypto: ['gen_random_bytes', 'crypt', 'gen_salt', 'digest', 'hmac', 'gen_random_uuid'],
  unaccent: ['unaccent'],
  btree_gist: [],
  btree_gin: [],
  pg_stat_statements: ['pg_stat_statements'],
}

/** CREATE EXTENSION */
export const createExtension = family('CreateExtensionStmt', {
  *check(world, { extname = '', if_not_exists }) {
    if (world.things.has(idOf('extension', extname))) {
      if (!if_not_exists)
        yield fault('42710', `extension "${extname}" already exists`, { thing: idOf('extension', extname) })
      return
    }
    yield doubt(`whether the server has the extension ${extname}, and lets the role create it, is not read`)
  },
  apply(world, { extname = '' }) {
    if (world.things.has(idOf('extension', extname))) return
    add(world, { id: idOf('extension', extname), kind: 'extension', needs: [], value: '', origin: world.origin })
    brought(world, extname)
  },
})

function brought(world: World, extension: string): void {
  const names = BRINGS[extension]
  if (names === undefined) world.anything ??= `the extension ${extension} may bring any name`
  else for (const name of names) world.touched.add(name)
}
