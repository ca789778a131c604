import { linkSettings } from '../env/incidents.ts'
import { signedLinks } from '../incidents/links.ts'
import type { Notification } from '../model/notification.ts'
import type { Link } from './channel.ts'

/**
 * Where people go from a message; the first is the page. None where the Worker does not know its own address or has no
 * secret to sign with: a message without links is better than none.
 */
export async function linksOf(
  env: Readonly<Record<string, unknown>>,
  { about, target }: Notification,
  now: number,
): Promise<Link[]> {
  const settings = linkSettings(env)
  if ('reason' in settings) return []
  const { origin, secrets } = settings
  switch (about.kind) {
    case 'incident': {
      const links = await signedLinks(secrets[0], origin, about.incident, now)
      return [
        { label: 'Open', url: links.page },
        { label: 'Acknowledge', url: links.acknowledge },
        { label: 'Snooze', url: links.snooze },
        { label: 'Resolve', url: links.resolve },
      ]
    }
    case 'announcement':
      return [{ label: 'Open', url: `${origin}/${target}/announcements` }]
    case 'test':
      return [{ label: 'Channels', url: `${origin}/channels` }]
  }
}
