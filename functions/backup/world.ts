/** Whom the ladder asks besides its arguments: tests give their own clock and network. */
export interface World {
  /** ms since the epoch */
  now(): number
  sleep(ms: number): Promise<void>
  /** A signal that aborts after so many ms. */
  timeout(ms: number): AbortSignal
  fetch: typeof fetch
}

/** The clock and the network that there are. */
export const realWorld: World = {
  now: () => Date.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  timeout: (ms) => AbortSignal.timeout(ms),
  fetch: (input, init) => fetch(input, init),
}

/** Between two questions about something that takes its time: 1, 2, 4 and 8 s, then 10 s. ms */
export const pause = (tries: number): number => Math.min(1000 * 2 ** tries, 10_000)
