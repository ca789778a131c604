/** What a statement says about one pinned fact, by identities that outlive a change of name (names.sql). */
export interface Said {
  /** The key of the fact: texts as they stand, and identities in place of names. */
  key: readonly (string | { id: string })[]
  /** Identity of what decides the fact's group, and of what it could not be without; null: of no schema. */
  object: string | null
  says: Saying
}

export type Saying =
  | { kind: 'words'; holds: readonly string[]; lacks: readonly string[] }
  | { kind: 'value'; value: string | null }

/** What an identity is called at the moment. */
export interface Name {
  /** How it may be asked for while its identity is not known; null: not at all. */
  asked: string | null
  id: string
  name: string
  schema: string
  parent: string | null
}

/** A right as rights.sql reads it. */
export interface Right {
  kind: string
  object: string | null
  maker: string | null
  part: string
  holder: string | null
  word: string
}

const id = (value: string | null) => ({ id: value ?? '' })

/** The key of the fact that a right is a word of. */
export function keyOf({ kind, object, maker, part, holder }: Right): Said['key'] {
  switch (kind) {
    case 'owner':
      return ['owner:', id(object)]
    case 'default_privilege': {
      const inSchema = object === null ? [] : [' in ', id(object)]
      return ['default_privilege:', id(maker), ...inSchema, `/${part}/`, id(holder)]
    }
    default:
      return [`${kind}:`, id(object), '/', id(holder)]
  }
}

/** What came and what went between two readings, as words that are declared. */
export function difference(
  before: readonly Right[],
  after: readonly Right[],
  say: { gone: boolean; come: boolean },
): Said[] {
  const [old, now] = [byFact(before), byFact(after)]
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((fact): Said[] => {
    const [was, is] = [old.get(fact) ?? [], now.get(fact) ?? []]
    const right = is[0] ?? was[0]
    if (right === undefined) return []
    const lacks = say.gone ? was.map(({ word }) => word).filter((word) => !is.some((one) => one.word === word)) : []
    const holds = say.come ? is.map(({ word }) => word).filter((word) => !was.some((one) => one.word === word)) : []
    if (holds.length + lacks.length === 0) return []
    const object = right.kind === 'member' ? null : right.object
    if (right.kind !== 'owner') return [{ key: keyOf(right), object, says: { kind: 'words', holds, lacks } }]
    const [owner] = holds
    return owner === undefined ? [] : [{ key: keyOf(right), object, says: { kind: 'value', value: owner } }]
  })
}

const byFact = (rights: readonly Right[]) => Map.groupBy(rights, (right) => JSON.stringify(keyOf(right)))

/** What of a saying is so after all, by what is held at the end. */
export function agreeing(said: Said, now: readonly Right[]): Said[] {
  const { says } = said
  const key = JSON.stringify(said.key)
  const words = new Set(now.flatMap((right) => (JSON.stringify(keyOf(right)) === key ? [right.word] : [])))
  if (says.kind === 'value') return says.value !== null && words.has(says.value) ? [said] : []
  const holds = says.holds.filter((word) => words.has(word))
  const lacks = says.lacks.filter((word) => !words.has(word))
  return holds.length + lacks.length === 0 ? [] : [{ ...said, says: { kind: 'words', holds, lacks } }]
}
