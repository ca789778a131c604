import type { Node } from '@supabase/pg-parser/17/types'
import { touch } from '../block.ts'
import { family } from '../family.ts'
import { idOf } from '../names.ts'
import { rightsNow } from '../held.ts'
import { needDatabase, needOwner } from '../permission.ts'
import { doubt, fault } from '../remark.ts'
import type { World } from '../world.ts'

const mend = ['-- only a superuser may: let one do it, and take it out of the migration']

const ofSchemas = (nodes: readonly Node[] | undefined) =>
  (nodes ?? []).some((node) => 'PublicationObjSpec' in node && /SCHEMA/.test(node.PublicationObjSpec.pubobjtype ?? ''))

/** CREATE PUBLICATION: whether it is allowed; nothing more. supautils lets Supabase's `postgres` do it all. */
export const createPublication = family('CreatePublicationStmt', {
  *check(world, { for_all_tables, pubobjects }) {
    const rights = rightsNow(world)
    if (rights && !rights.privileged) {
      yield* needDatabase(world)
      if (for_all_tables) yield fault('42501', 'must be superuser to create FOR ALL TABLES publication', { mend })
      if (ofSchemas(pubobjects))
        yield fault('42501', 'must be superuser to create FOR TABLES IN SCHEMA publication', { mend })
    }
    yield doubt('CreatePublication is not simulated')
  },
  apply: (world, { pubname = '' }) => unknownFrom(world, pubname),
})

/** ALTER PUBLICATION: whether it is one's own. */
export const alterPublication = family('AlterPublicationStmt', {
  *check(world, { pubname = '' }) {
    const rights = rightsNow(world)
    const id = idOf('publication', pubname)
    if (rights && !rights.privileged && rights.objects.has(id)) yield* needOwner(world, { id, kind: 'publication' })
    yield doubt('AlterPublication is not simulated')
  },
  apply: (world, { pubname = '' }) => unknownFrom(world, pubname),
})

/** CREATE EVENT TRIGGER: only a superuser may, and Supabase's `postgres`. */
export const createEventTrigger = family('CreateEventTrigStmt', {
  *check(world, { trigname = '' }) {
    const rights = rightsNow(world)
    if (rights && !rights.privileged)
      yield fault('42501', `permission denied to create event trigger "${trigname}"`, {
        hint: 'Must be superuser to create an event trigger.',
        mend,
      })
    yield doubt('CreateEventTrig is not simulated')
  },
  apply: (world, { trigname = '' }) => unknownFrom(world, trigname),
})

const unknownFrom = (world: World, name: string) => touch(world, `"${name}"`, 'what it makes is not simulated')
