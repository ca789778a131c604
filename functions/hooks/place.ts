import type { Deploy, DeployEvent, SenderName } from '../model/deploy.ts'

/** For how long what another sender says of the same commit is of the same release, ms. */
export const JOIN = 3_600_000

/** What a deploy is known by: its commit; where the sender knows none, its name for the release. At most 40 of `\w-`. */
export const subjectOf = ({ sha, release }: Pick<DeployEvent, 'sha' | 'release'>): string =>
  sha?.slice(0, 40) ?? (release ?? 'release').replaceAll(/[^\w-]+/g, '-').slice(0, 40)

/**
 * The deploy that an event is of: one of `known`, the deploys of its subject with the newest first; null: a new one.
 * GitHub, Vercel and CI may all tell of one release, and the same commit may be released again.
 */
export function placeOf(event: DeployEvent, sender: SenderName, known: readonly Deploy[], now: number): Deploy | null {
  const [newest] = known
  if (newest === undefined) return null
  const same = known.find((deploy) => isRelease(deploy, event, sender))
  if (same) return same
  const untold = newest.before === null && newest.after === null
  if (event.phase === 'none' || untold) return newest
  // Without a commit the name is of what is deployed again and again.
  const unnamed = event.sha === null || event.release === null
  // Who tells of the beginning again, and has had a verdict, wants another: a pipeline that was run again.
  if (unnamed && event.phase === 'before' && newest.before?.endedAt != null) return null
  if (event.sha === null) return newest.after === null ? newest : null
  if (newest.sender !== sender) return now - newest.at < JOIN ? newest : null
  return (unnamed || newest.release === null) && newest.after === null ? newest : null
}

const isRelease = (deploy: Deploy, { sha, release }: DeployEvent, sender: SenderName) =>
  sha !== null && release !== null && deploy.release === release && deploy.sender === sender
