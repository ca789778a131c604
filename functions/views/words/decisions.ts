import type { Acceptance, Lapsed } from '../../model/acceptance.ts'
import { word } from '../../model/commands.ts'
import { stamp } from './text.ts'

const end = (until: number | null) => (until === null ? 'until it is withdrawn' : `until ${stamp(until)}`)

/** `by ana@example.com until 2026-12-01 00:00:00 UTC: the import of June`. */
export const byWhom = ({ who, reason, until }: Acceptance): string => `by ${who} ${end(until)}: ${reason}`

/** The same as a whole. */
export const acceptedBy = (acceptance: Acceptance): string => `accepted ${byWhom(acceptance)}`

/** The same of an acceptance that no longer holds, and why not. */
export const lapsedOf = ({ why, who, reason, at, until }: Lapsed): string =>
  why === 'expired'
    ? `was accepted by ${who} ${end(until)}: ${reason}`
    : `accepted by ${who} on ${stamp(at)} in another state, which does not hold for this one: ${reason}`

const addressOf = (origin: string, target: string, key: string) =>
  word(`${origin}/${target}/findings/${encodeURIComponent(key).replaceAll('%3A', ':')}/accept`)

const CURL = 'curl -H "Authorization: Bearer $PLUMBLINE_TOKEN"'

/** The command that accepts a finding; `origin` is the Worker's address. */
export const acceptCommand = (origin: string, target: string, key: string): string =>
  `${CURL} -d '{"who":"you@example.com","reason":"why it may stay","expires":"30d"}' ${addressOf(origin, target, key)}`

/** The command that withdraws an acceptance. */
export const withdrawCommand = (origin: string, target: string, key: string): string =>
  `${CURL} -X DELETE ${addressOf(origin, target, key)}`
