import { markAt, type IndexedGroup } from '../../model/blueprint.ts'
import { groupId, type Fingerprint, type GroupName } from '../../model/fact.ts'
import { matches } from '../groups.ts'

/** More points than these are not looked at closely. */
const MOST = 3

interface Point {
  position: number
  equal: number
  /** Groups that agree at the point that the journal claims, and not at this one. */
  lost: number
}

/**
 * The points of the history that a target may be nearer to than to the one that its journal claims: those at which more
 * groups agree, and those at which as many do and no other group would have to be read. Costs no reading: marks and
 * fingerprints are at hand. The likeliest first; −1 is the point before the first migration.
 * @param of how many migrations there are
 */
export function candidatePoints(
  groups: readonly IndexedGroup[],
  fingerprints: readonly Fingerprint[],
  claimed: number,
  of: number,
  comparable: (group: GroupName) => boolean,
): number[] {
  const live = new Map(fingerprints.map((fingerprint) => [groupId(fingerprint), fingerprint]))
  const compared = groups.filter(comparable)
  const agrees = ({ marks, ...group }: IndexedGroup, position: number) =>
    matches(markAt(marks, position), live.get(groupId(group)))
  const atClaimed = compared.filter((group) => agrees(group, claimed))
  const points = Array.from({ length: of + 1 }, (_, i): Point => {
    const position = i - 1
    const equal = compared.filter((group) => agrees(group, position)).length
    return { position, equal, lost: atClaimed.filter((group) => !agrees(group, position)).length }
  })
  const better = points.filter(
    ({ position, equal, lost }) =>
      position !== claimed && (equal > atClaimed.length || (equal === atClaimed.length && lost === 0)),
  )
  const distance = ({ position }: Point) => Math.abs(position - claimed)
  return better
    .toSorted((a, b) => b.equal - a.equal || distance(a) - distance(b))
    .slice(0, MOST)
    .map(({ position }) => position)
}

/** The migrations that lie between the point that the journal claims and some others. */
export function migrationsBetween(claimed: number, points: readonly number[]): Set<number> {
  const between = points.flatMap((point) => {
    const [low, high] = point < claimed ? [point, claimed] : [claimed, point]
    return Array.from({ length: high - low }, (_, i) => low + 1 + i)
  })
  return new Set(between)
}
