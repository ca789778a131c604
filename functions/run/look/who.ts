import { readAuthors } from '../../collect/authors.ts'
import type { TargetSession } from '../../collect/transport.ts'
import { isOfObject, wantedOf, whoMade, type Changed } from '../../drift/attribution/who.ts'
import type { Who } from '../../model/authors.ts'
import type { Finding } from '../../model/finding.ts'
import type { LookRequest } from './look.ts'
import { unlessRefused } from './refusals.ts'

/** Of which drift it is asked who made it. */
export interface AuthorsAsked {
  /** Keys of findings that are open already: of these it was asked when they came. */
  known: ReadonlySet<string>
  /** When a look last saw all drift, ms; null: none did. */
  since: number | null
}

/** Of more at once it is not asked: that is no single hand. */
const MOST = 50

/** Findings with who made what is new among them. Asked only where something is; never asked, nothing is said. */
export async function withAuthors(
  session: TargetSession,
  request: Pick<LookRequest, 'journal' | 'target' | 'authors'>,
  findings: readonly Finding[],
): Promise<Finding[]> {
  const { journal, authors: asked } = request
  const fresh = findings.filter(isOfObject).filter(({ key }) => asked !== undefined && !asked.known.has(key))
  if (asked === undefined || fresh.length === 0) return [...findings]
  const some = fresh.slice(0, MOST)
  const authors = await unlessRefused(request, () => readAuthors(session, journal, some.map(wantedOf)))
  const whoOf = (finding: Changed, place: number): Who =>
    'stage' in authors
      ? { known: 'nothing', reason: authors.reason, mend: authors.mend }
      : whoMade(finding, place, { authors, since: asked.since })
  const made = new Map(some.map((finding, place) => [finding.key, whoOf(finding, place)]))
  return findings.map((finding) => {
    const who = made.get(finding.key)
    return who !== undefined && isOfObject(finding) ? { ...finding, who } : finding
  })
}
