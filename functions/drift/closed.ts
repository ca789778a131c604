import type { BlueprintIndex } from '../model/blueprint.ts'
import { kindOf } from '../model/fact.ts'
import type { Unknown } from '../model/finding.ts'
import type { Failure } from '../model/question.ts'
import { isYielded, KINDS_OF_TEXT, type Without } from '../model/texts.ts'

/** The groups that are of no kind that some texts of supabase/catalog yield. */
export const withoutKinds = <T extends { kind: string }>(groups: readonly T[], texts: readonly string[]): T[] =>
  groups.filter(({ kind }) => !isYielded(kind, texts))

/**
 * A blueprint as if its migrations said nothing of the kinds that some texts yield: what cannot be read is neither missing nor
 * as declared.
 */
export const withoutKindsOf = (index: BlueprintIndex, texts: readonly string[]): BlueprintIndex => ({
  ...index,
  groups: withoutKinds(index.groups, texts),
  declared: index.declared.filter(({ fact }) => !isYielded(kindOf(fact), texts)),
  stubs: isYielded('extension', texts) ? [] : index.stubs,
})

/**
 * What could not be read since a catalog is closed to the role: one unknown for each, with the grant that opens it.
 * @param closed by catalog, how it was refused
 */
export const closedUnknowns = (without: readonly Without[], closed: ReadonlyMap<string, Failure>): Unknown[] =>
  without.map(({ catalog, texts }) => ({
    key: `drift:closed:${catalog}`,
    check: 'drift',
    subject: texts.flatMap((text) => KINDS_OF_TEXT[text] ?? text).join(', '),
    reason: `${closed.get(catalog)?.reason ?? `${catalog} is closed`}: nothing of these kinds could be read; all else was compared`,
    mend: closed.get(catalog)?.mend ?? null,
  }))
