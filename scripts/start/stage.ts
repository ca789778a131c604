/** What was started and must be stopped again, whatever happens. */
export interface Stage {
  /** Starts something. It is stopped even where the stage is closed before the start came to its end. */
  add<T>(starting: Promise<T>, stop: (started: T) => Promise<void>): Promise<T>
  /** Stops all, the newest first; may be called again, and is then done when all is stopped. */
  close(): Promise<void>
}

/** An empty stage. */
export function createStage(): Stage {
  const stops: (() => Promise<void>)[] = []
  const closeAll = async () => {
    for (const stop of stops.toReversed()) await stop()
  }
  let closing: Promise<void> | null = null
  return {
    add(starting, stop) {
      stops.push(() =>
        starting.then(stop, () => {
          // It never started, and whoever awaits `starting` knows why.
        }),
      )
      return starting
    },
    close: () => (closing ??= closeAll()),
  }
}
