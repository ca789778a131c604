import { OWN_PATHS } from '../model/own-paths.ts'

/** A step of the path to a page, or a link of a navigation. */
export interface Step {
  name: string
  href: string
}

/** Path of a target's page. */
export const targetHref = (target: string): string => `/${encodeURIComponent(target)}`

/** The pages about all targets, in the order in which they are shown. */
export const SITE: readonly Step[] = [
  { name: 'Targets', href: '/' },
  { name: 'Analytics', href: '/analytics' },
  { name: 'Incidents', href: '/incidents' },
  { name: 'Compare', href: '/compare' },
  { name: 'Checks', href: '/checks' },
]

/** The pages of a target: each name, and what follows the target in its path. */
const OF_TARGET: readonly (readonly [name: string, part: string])[] = [
  ['Overview', ''],
  ['Incidents', '/incidents'],
  ['Figures', '/figures'],
  ['Trends', '/trends'],
  ['Performance', '/performance'],
  ['Runs', '/runs'],
  ['Journal', '/journal'],
  ['Deploys', '/deploys'],
  ['Announcements', '/announcements'],
  ['Backups', '/backups'],
  ['Pins', '/pins'],
  ['Analytics', '/analytics'],
]

/** The pages of a target, in the order in which they are shown. */
export const pagesOf = (target: string): Step[] =>
  OF_TARGET.map(([name, part]) => ({ name, href: targetHref(target) + part }))

/** The target that the path of a page leads through: its first step, unless that is a page of the Worker's own. */
export function targetIn([first]: readonly Step[]): string | null {
  if (first === undefined || OWN_PATHS.includes(first.name)) return null
  return first.href === targetHref(first.name) ? first.name : null
}

/** The link of a navigation that a page belongs to: the longest that its path begins with; null: none. */
export function currentOf(steps: readonly Step[], path: readonly Step[]): string | null {
  const here = path.at(-1)?.href ?? '/'
  const above = steps.filter(({ href }) => here === href || (href !== '/' && here.startsWith(`${href}/`)))
  return above.toSorted((a, b) => b.href.length - a.href.length)[0]?.href ?? null
}

/** Path of a finding's page. */
export const findingHref = (target: string, key: string): string =>
  `${targetHref(target)}/findings/${encodeURIComponent(key)}`

/** Path of the pins of a target. */
export const pinsHref = (target: string): string => `${targetHref(target)}/pins`

/** Path of a pin's page. */
export const pinHref = (target: string, hash: string): string => `${pinsHref(target)}/${hash}`

/** Path of the backups of a target. */
export const backupsHref = (target: string): string => `${targetHref(target)}/backups`

/** Path of the deploys of a target. */
export const deploysHref = (target: string): string => `${targetHref(target)}/deploys`

/** Path of an incident's page; of all incidents, where none is named. */
export const incidentHref = (id?: string): string =>
  id === undefined ? '/incidents' : `/incidents/${encodeURIComponent(id)}`

/** Path of a deploy's page. */
export const deployHref = (target: string, id: string): string => `${deploysHref(target)}/${encodeURIComponent(id)}`
