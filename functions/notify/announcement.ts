import type { Telling } from '../incidents/announce.ts'
import type { Announcement } from '../model/announcement.ts'
import type { Notification } from '../model/notification.ts'
import { announcementBody } from '../views/words/announcements.ts'

/** What is told of an announcement as it is now (ms); `number`: of its messages. */
export const announcementNotification = (
  announcement: Announcement,
  { number, telling }: { number: number; telling: Telling },
  now: number,
): Notification => ({
  key: `${announcement.id}/${number}`,
  at: now,
  target: announcement.target,
  about: {
    kind: 'announcement',
    announcement: announcement.id,
    step: telling.step,
    title: announcement.title,
    body: announcementBody(announcement, telling.text),
  },
})
