import { z } from 'zod'
import { median } from './numbers.ts'

const Profile = z.object({
  nodes: z.array(z.object({ id: z.number(), callFrame: z.object({ functionName: z.string() }) })),
  samples: z.array(z.number()),
  /** µs */
  timeDeltas: z.array(z.number()),
})

const Message = z.object({
  id: z.number().optional(),
  result: z.unknown().optional(),
  error: z.object({ message: z.string() }).optional(),
})

const Target = z.object({ webSocketDebuggerUrl: z.string() })

/** Samples that are not the Worker's own: nothing to do, and native code such as sockets or another isolate's turn. */
const NOT_OURS = ['(idle)', '(program)']

/** Between two samples, µs: short, because the Worker runs in many short turns and each is counted up to a whole sample. */
const INTERVAL = 50

/**
 * CPU time that the Worker's own isolate takes for `work`, garbage collection included; ms, as V8's profiler samples it.
 * This is what Cloudflare counts; the CPU time of workerd also holds what stands in for D1, KV and the network here.
 * @param inspector address of the Worker's inspector
 */
export async function isolateCpu(inspector: URL, work: () => Promise<void>): Promise<number> {
  const [target] = z.array(Target).parse(await (await fetch(new URL('/json', inspector))).json())
  if (!target) throw new Error(`no Worker to inspect at ${inspector}`)
  // Wrangler lets in who says that it comes from this machine.
  const socket = new WebSocket(target.webSocketDebuggerUrl, { headers: { Origin: 'http://localhost' } })
  await opened(socket)
  try {
    const send = sender(socket)
    await send('Profiler.enable')
    await send('Profiler.setSamplingInterval', { interval: INTERVAL })
    await send('Profiler.start')
    await work()
    const { profile } = z.object({ profile: Profile }).parse(await send('Profiler.stop'))
    return ownTime(profile)
  } finally {
    socket.close()
  }
}

const opened = (socket: WebSocket) =>
  new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve())
    socket.addEventListener('error', () => reject(new Error(`the inspector at ${socket.url} let nobody in`)))
  })

/**
 * Samples are taken only while the isolate runs, so that a difference between two may hold a long wait: what one sample
 * stands for is the usual difference.
 */
function ownTime({ nodes, samples, timeDeltas }: z.infer<typeof Profile>): number {
  const notOurs = new Set(
    nodes.filter(({ callFrame }) => NOT_OURS.includes(callFrame.functionName)).map(({ id }) => id),
  )
  return (samples.filter((id) => !notOurs.has(id)).length * median(timeDeltas)) / 1000
}

type Send = (method: string, params?: object) => Promise<unknown>

/** Sends commands of the Chrome DevTools Protocol and waits for their results. */
function sender(socket: WebSocket): Send {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>()
  let last = 0
  socket.addEventListener('message', ({ data }) => {
    const { id, result, error } = Message.parse(JSON.parse(String(data)))
    const waiter = waiting.get(id ?? 0)
    if (error) waiter?.reject(new Error(error.message))
    else waiter?.resolve(result)
  })
  return (method, params = {}) => {
    const waiter = Promise.withResolvers<unknown>()
    waiting.set((last += 1), waiter)
    socket.send(JSON.stringify({ id: last, method, params }))
    return waiter.promise
  }
}
