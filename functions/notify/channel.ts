import type { Notification } from '../model/notification.ts'
import type { ChannelType, WayOf } from '../model/channel.ts'

/** Where people go from a message. */
export interface Link {
  label: string
  url: string
}

/** A notification on its way to one channel. */
export interface Letter {
  notification: Notification
  /** Signed ones among them: made when it is sent, never stored. */
  links: readonly Link[]
  /** What the channel answered to the first message of the same incident or announcement; null: this is the first. */
  thread: string | null
  /** ms since the epoch */
  now: number
}

export interface HttpRequest {
  method: 'POST' | 'PATCH'
  url: string
  headers: Readonly<Record<string, string>>
  body: string
}

export interface HttpAnswer {
  status: number
  headers: Pick<Headers, 'get'>
  body: string
}

/** What came of one request. */
export type Outcome =
  /** `reply` names the message at the channel, so that later ones can be put with it; null: it gives no names. */
  | { outcome: 'sent'; reply: string | null }
  /** `after`: not before so many ms; null: nothing was said. */
  | { outcome: 'again'; why: string; after: number | null }
  | { outcome: 'dead'; why: string; mend: string }

/** One request of a delivery. All but the last change nothing when they are made again. */
export interface DeliveryStep {
  request: HttpRequest
  read: (answer: HttpAnswer) => Outcome
  /** Not essential: where it can never succeed (the message is gone), the delivery goes on. */
  essential: boolean
}

/** What a channel is: the requests that tell a letter, in their order. None: there is nothing to tell there. */
export type ChannelKind<T extends ChannelType> = (way: WayOf<T>, letter: Letter) => DeliveryStep[]
