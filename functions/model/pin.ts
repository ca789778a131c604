import canonicalize from 'canonicalize'
import { z } from 'zod'
import { Fact, Fingerprint } from './fact.ts'
import { sha256 } from './parts.ts'

/** Grows when the shape below changes. */
export const PIN_FORMAT = 1

/** All facts of one group, in byte order of their keys, and the digest that PostgreSQL has of them. */
export const PinnedGroup = Fingerprint.extend({ facts: z.array(Fact) })
export type PinnedGroup = z.infer<typeof PinnedGroup>

/** The facts of the pinned kinds that a target had at one moment. */
export const PinContent = z.object({
  format: z.literal(PIN_FORMAT),
  /** CATALOG_VERSION of whoever read them: facts of another version do not compare. */
  catalog: z.number().int(),
  groups: z.array(PinnedGroup),
})
export type PinContent = z.infer<typeof PinContent>

/** A content and its name, the SHA-256 of its canonical JSON. */
export const Pin = z.object({ hash: z.string().regex(/^[0-9a-f]{64}$/), content: PinContent })
export type Pin = z.infer<typeof Pin>

/** What a clean look needs of a pin, and where its facts are once a digest differs. */
export interface PinSource {
  hash: string
  catalog: number
  groups: Fingerprint[]
  /** null: they are not in the store, or not yet at this place. */
  read(): Promise<PinContent | null>
}

/** A pin that is at hand as a whole. */
export const pinAtHand = ({ hash, content }: Pin): PinSource => ({
  hash,
  catalog: content.catalog,
  groups: content.groups,
  read: async () => content,
})

/** The name of a pin: SHA-256 of its content as canonical JSON (RFC 8785). */
export const hashPin = async (content: PinContent): Promise<string> => sha256(canonicalize(content) ?? '')

/** The digest of a group's facts, in the order in which PostgreSQL gave them: as functions/collect/catalog.ts has it made. */
export const digestOf = async (facts: readonly Fact[]): Promise<string> =>
  (await sha256(facts.map(({ key, value }) => `${key}\x1f${value}`).join('\x1e'))).slice(0, 32)

/** All facts of a pin. */
export const factsOf = ({ groups }: Pick<PinContent, 'groups'>): Fact[] => groups.flatMap(({ facts }) => facts)

/** The keys on which two pins differ. */
export const PinChanges = z.object({
  added: z.array(z.string()),
  changed: z.array(z.string()),
  removed: z.array(z.string()),
})
export type PinChanges = z.infer<typeof PinChanges>

/** What a pin changes against an earlier one; null where they do not compare. */
export function changesBetween(before: PinContent | null, after: PinContent): PinChanges | null {
  if (before === null || before.catalog !== after.catalog) return null
  const [then, now] = [valuesOf(before), valuesOf(after)]
  return {
    added: [...now.keys()].filter((key) => !then.has(key)),
    changed: [...now].flatMap(([key, value]) => (then.has(key) && then.get(key) !== value ? [key] : [])),
    removed: [...then.keys()].filter((key) => !now.has(key)),
  }
}

const valuesOf = (content: PinContent) => new Map(factsOf(content).map(({ key, value }) => [key, value]))
