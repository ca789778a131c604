import ora from 'ora'
import { canSpin, took } from '../commands/support/progress.ts'

/** Says what is being done and how long it took; steps may overlap. */
export interface Progress {
  /** Does one step. `label` while it lasts; what it came to when it is done. */
  step<T>(label: string, work: () => Promise<T>, done?: (result: T) => string): Promise<T>
  /** Takes away what moves, before something else is written. */
  stop(): void
}

/** Progress on standard error: with a spinner at a terminal, else one plain line for each step that is done. */
export function createProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
  const running = new Set<string>()
  const spins = canSpin(stream)
  const spinner = ora({ stream, isSilent: !spins })
  const show = () => {
    if (running.size === 0) spinner.stop()
    else spinner.start([...running].join(' · '))
  }
  const ended = (line: string) => {
    if (spins) spinner.stopAndPersist({ symbol: '✔', text: line })
    else stream.write(`${line}\n`)
  }
  return {
    async step(label, work, done = () => label) {
      const started = performance.now()
      running.add(label)
      show()
      try {
        const result = await work()
        ended(`${done(result)} (${took(started)})`)
        return result
      } finally {
        running.delete(label)
        show()
      }
    },
    stop() {
      running.clear()
      spinner.stop()
    },
  }
}
