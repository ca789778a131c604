import type { AlterEnumStmt, TypeName } from '@supabase/pg-parser/17/types'
import { family } from '../family.ts'
import { findType, labelsOf, needSchema, needType, placed, schemaThere, typeThing } from '../lookup.ts'
import { make, placeOf } from '../make.ts'
import { nameFrom, shown, strings } from '../names.ts'
import { columnType, definitionOf } from '../parts.ts'
import { needOwner, needUsage } from '../permission.ts'
import { doubt, fault, type Remarks } from '../remark.ts'
import { typeFromNode, typeText, typeWithMods } from '../type.ts'
import { needTypeUsage, needUsable } from '../usable.ts'
import { doubtOf, type Thing, type World } from '../world.ts'
import { standardLiteral } from '../../../model/sql.ts'

function* free(world: World, names: readonly string[]): Remarks {
  const name = nameFrom(names)
  yield* needSchema(world, name)
  const there = typeThing(world, ...placeOf(name))
  const unsure = doubtOf(world, name.name)
  if (unsure !== null) yield doubt(unsure)
  else if (there) yield fault('42710', `type "${name.name}" already exists`, { thing: there.id })
}

const isFree = (world: World, names: readonly string[]) => !typeThing(world, ...placeOf(nameFrom(names)))

const enumValue = (labels: readonly string[]) => `enum (${labels.map(standardLiteral).join(', ')})`

/** CREATE TYPE … AS ENUM */
export const createEnum = family('CreateEnumStmt', {
  *check(world, { typeName, vals }) {
    yield* free(world, strings(typeName))
    const labels = strings(vals)
    if (new Set(labels).size < labels.length)
      yield doubt('an enum that lists a label twice is refused, with an error that depends on the version')
  },
  apply(world, { typeName, vals }) {
    if (isFree(world, strings(typeName)))
      make(world, 'enum', placeOf(nameFrom(strings(typeName))), { value: enumValue(strings(vals)) })
  },
})

/** CREATE DOMAIN */
export const createDomain = family('CreateDomainStmt', {
  *check(world, { domainname, typeName }) {
    yield* free(world, strings(domainname))
    yield* needTypeUsage(world, yield* needType(world, typeName))
  },
  apply(world, { domainname, typeName }) {
    if (isFree(world, strings(domainname)))
      make(world, 'domain', placeOf(nameFrom(strings(domainname))), {
        value: `domain as ${typeWithMods(resolved(world, typeName))}`,
      })
  },
})

const resolved = (world: World, node: TypeName | undefined) => {
  const type = typeFromNode(node)
  return findType(world, type)?.type ?? type
}

/** CREATE TYPE … AS (…) */
export const createComposite = family('CompositeTypeStmt', {
  *check(world, { typevar, coldeflist }) {
    yield* free(
      world,
      [typevar?.schemaname ?? '', typevar?.relname ?? ''].filter((part) => part !== ''),
    )
    for (const node of coldeflist ?? [])
      if ('ColumnDef' in node) {
        yield* columnType(world, node.ColumnDef, typevar?.relname ?? '')
        yield* needUsable(world, node.ColumnDef.typeName)
      }
  },
  apply(world, { typevar, coldeflist }) {
    const place = placeOf({ schema: typevar?.schemaname || null, name: typevar?.relname ?? '' })
    const fields = (coldeflist ?? []).flatMap((node) => ('ColumnDef' in node ? definitionOf(node.ColumnDef) : []))
    const value = `composite (${fields.map(({ name, column }) => `${name} ${column.type ? typeText(column.type) : ''}`).join(', ')})`
    if (!typeThing(world, ...place)) make(world, 'composite', place, { value })
  },
})

/** ALTER TYPE … ADD VALUE and RENAME VALUE */
export const alterEnum = family('AlterEnumStmt', {
  *check(world, statement) {
    const found = yield* needEnum(world, statement)
    if (!found) return
    const labels = labelsOf(found) ?? []
    const { newVal = '', oldVal, newValNeighbor } = statement
    const not = (label: string) => fault('22023', `"${label}" is not an existing enum label`, { thing: found.id })
    if (oldVal && !labels.includes(oldVal)) yield not(oldVal)
    if (labels.includes(newVal) && !statement.skipIfNewValExists)
      yield fault('42710', `enum label "${newVal}" already exists`, { thing: found.id })
    if (labels.includes(newVal)) return
    if (newValNeighbor && !labels.includes(newValNeighbor)) yield not(newValNeighbor)
  },
  apply(world, statement) {
    const found = findType(world, {
      schema: nameFrom(strings(statement.typeName)).schema,
      name: nameFrom(strings(statement.typeName)).name,
      mods: '',
      array: false,
    })?.thing
    const labels = labelsOf(found ?? null)
    const { newVal = '', oldVal, newValNeighbor, newValIsAfter } = statement
    if (!found || labels === null || labels.includes(newVal)) return
    if (oldVal) {
      found.value = enumValue(labels.map((label) => (label === oldVal ? newVal : label)))
      return
    }
    const at = newValNeighbor ? labels.indexOf(newValNeighbor) + (newValIsAfter ? 1 : 0) : labels.length
    found.value = enumValue([...labels.slice(0, at), newVal, ...labels.slice(at)])
    // A type of this same transaction may be used at once.
    if (found.origin.by === 'target') world.fresh.set(found.id, (world.fresh.get(found.id) ?? new Set()).add(newVal))
  },
})

function* needEnum(
  world: World,
  { typeName }: AlterEnumStmt,
): Generator<Remarks extends Generator<infer R> ? R : never, Thing | null> {
  const name = nameFrom(strings(typeName))
  yield* needUsage(world, name.schema)
  const found = findType(world, { schema: name.schema, name: name.name, mods: '', array: false })
  const unsure = doubtOf(world, name.name)
  if (unsure !== null) yield doubt(unsure)
  else if (!found) {
    yield* schemaThere(world, name)
    yield fault('42704', `type "${shown(name)}" does not exist`)
  } else if (found.thing?.kind !== 'enum')
    yield fault('42809', `${shown(name)} is not an enum`, { thing: found.thing?.id })
  if (found?.thing?.kind === 'enum')
    yield* needOwner(world, found.thing, { word: 'type', name: shown(placed(found.thing)) })
  return found?.thing?.kind === 'enum' ? found.thing : null
}
