import type { Announcement, AnnouncementRequest } from '../../functions/model/announcement.ts'
import type { SentFolder } from '../../functions/model/sent-folder.ts'
import { AnnouncementJson, AnnouncementsJson } from '../../functions/views/announcements.ts'
import { askWorker, type WorkerAccess } from '../client.ts'

/** The migrations of a target that were announced. Throws as askWorker. */
export const announcementsOf = (worker: WorkerAccess, target: string): Promise<AnnouncementJson[]> =>
  askWorker({ ...worker, path: `/${target}/announcements` }, AnnouncementsJson).then(
    ({ announcements }) => announcements,
  )

/** Announces a migration. @param folder what is foretold with it; null: nothing. Throws as askWorker. */
export function announceMigration(
  worker: WorkerAccess,
  target: string,
  asked: AnnouncementRequest,
  folder: SentFolder | null,
): Promise<AnnouncementJson> {
  const path = `/${target}/announcements?${new URLSearchParams(asked).toString()}`
  const body = folder === null ? {} : { body: JSON.stringify(folder) }
  return askWorker({ ...worker, path, method: 'POST', ...body }, AnnouncementJson)
}

/** Tells something of an announcement. Throws as askWorker. */
export const tellOfAnnouncement = (
  worker: WorkerAccess,
  id: string,
  step: 'started' | 'update' | 'done' | 'cancelled',
  said: Readonly<Record<string, string>>,
): Promise<AnnouncementJson> =>
  askWorker(
    {
      ...worker,
      path: `/announcements/${encodeURIComponent(id)}/${step}`,
      method: 'POST',
      body: JSON.stringify(said),
    },
    AnnouncementJson,
  )

/** The announcement that an answer was made from: text views want it so. */
export const announcementFromJson = (json: AnnouncementJson): Announcement => ({
  ...json,
  n: Number(json.id.slice(json.target.length + 2)),
  version: 0,
  messages: json.said.length,
  at: Date.parse(json.at),
  announcedAt: Date.parse(json.announcedAt),
  endedAt: json.endedAt === null ? null : Date.parse(json.endedAt),
  said: json.said.map((one) => ({ ...one, at: Date.parse(one.at) })),
})
