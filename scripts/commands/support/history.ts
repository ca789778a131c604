import type { Blueprint, BlueprintContent, FactVersion } from '../../../functions/model/blueprint.ts'
import type { Fact } from '../../../functions/model/fact.ts'
import { UserError } from '../../errors.ts'

const versionsOf = ({ groups }: BlueprintContent): FactVersion[] =>
  groups.flatMap(({ shards }) => shards.flatMap(({ facts }) => facts))

/** The tag of a position; −1 is the scratch database before the first migration. */
const tagAt = ({ migrations }: BlueprintContent, position: number): string =>
  migrations[position]?.tag ?? '(before the first migration)'

/** The facts that hold after a migration, by key. @throws UserError where there is no such migration */
export function factsAt({ content }: Blueprint, tag: string): Fact[] {
  const position = content.migrations.findIndex((migration) => migration.tag === tag)
  if (position === -1) {
    const last = content.migrations.at(-1)?.tag ?? 'none'
    throw new UserError(
      `there is no migration ${tag}; the last one is ${last}`,
      'npm run -s plumbline -- blueprint show',
    )
  }
  return versionsOf(content)
    .filter(([, , , since, until]) => since <= position && (until === null || until > position))
    .map(([key, parent, value]) => ({ key, parent, value }))
}

/** One step in the life of a fact; a value of null: the migration removed it. */
export interface Step {
  migration: string
  value: string | null
}

/** Every value that a fact had, the oldest first. @throws UserError where no migration ever made it */
export function historyOf({ content }: Blueprint, key: string): Step[] {
  const versions = versionsOf(content).filter(([own]) => own === key)
  if (versions.length === 0) throw unknownFact(content, key)
  return versions.flatMap(([, , value, since, until], i) => {
    const made = { migration: tagAt(content, since), value }
    const removed = until !== null && versions[i + 1]?.[3] !== until
    return removed ? [made, { migration: tagAt(content, until), value: null }] : [made]
  })
}

function unknownFact(content: BlueprintContent, key: string): UserError {
  const name = key.slice(key.lastIndexOf('.') + 1)
  const near = [...new Set(versionsOf(content).map(([own]) => own))].filter((own) => own.endsWith(name)).slice(0, 5)
  return new UserError(
    `no migration makes the fact ${key}`,
    near.length > 0
      ? `perhaps one of: ${near.join(' · ')}`
      : 'keys look like column:public.users.email: npm run -s plumbline -- blueprint show --at TAG lists them',
  )
}
