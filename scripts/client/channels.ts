import { ChannelsJson, ChannelTestJson } from '../../functions/views/channels.ts'
import { askWorker, type WorkerAccess } from '../client.ts'

/** The ways to people. Throws as askWorker. */
export const channelsOf = (worker: WorkerAccess): Promise<ChannelsJson> =>
  askWorker({ ...worker, path: '/channels' }, ChannelsJson)

/** Sends a test message through a channel. Throws as askWorker, with what the channel said. */
export const testChannel = (worker: WorkerAccess, name: string): Promise<ChannelTestJson> =>
  askWorker({ ...worker, path: `/channels/${encodeURIComponent(name)}/test`, method: 'POST' }, ChannelTestJson)
