import process from 'node:process'
import { useCallersFolder } from './commands/support/callers-folder.ts'
import { runCommand } from './commands/support/cli.ts'
import { command } from './commands/support/command.ts'
import { play } from './start/play.ts'
import { startArgs, startOptions, type StartOptions } from './start/options.ts'
import { createProgress } from './start/progress.ts'
import { noteRunning } from './start/running.ts'
import { createStage } from './start/stage.ts'

/** Exit codes of a process that a signal ended before it was done. */
const INTERRUPTED = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const

const start = command({
  invocation: 'npm start --',
  description:
    'Starts a Worker on this machine that looks at the demo, or at a database of your own, and prints its report',
  examples: ['--port 8788', '--database-url postgresql://… --migrations ./drizzle'],
  args: startArgs,
  run: async (args) => stageOf(startOptions(args)),
})

/** Starts all, waits until it is told to end, and stops all, whatever happened. */
async function stageOf(options: StartOptions): Promise<number> {
  const stage = createStage()
  await stage.add(noteRunning(), (forget) => forget())
  const progress = createProgress()
  const told = signalled()
  try {
    const started = play(options, stage, progress)
    const first = await Promise.race([told, started])
    if (typeof first === 'string') {
      // What was under way fails when what it stands on is stopped: nobody needs to hear of that.
      started.catch(() => {})
      // postgres.js rejects promises of its own, too, which nobody can await.
      process.on('unhandledRejection', () => {})
      return INTERRUPTED[first]
    }
    if (options.once) return 0
    process.stderr.write('The Worker looks again every five minutes. Ctrl-C ends it.\n')
    const ended = first.ended.then(() => 'worker' as const)
    if ((await Promise.race([told, ended])) !== 'worker') return 0
    throw new Error(`the Worker ended; wrangler wrote:\n${first.log()}`)
  } finally {
    progress.stop()
    await stage.close()
  }
}

/** Settles with the first signal to end; later ones are heard, too, but change nothing: all is being stopped. */
const signalled = (): Promise<keyof typeof INTERRUPTED> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve(signal))
  })

useCallersFolder()
// Replays and sockets that were under way would keep the process alive.
process.exit(await runCommand(start, process.argv.slice(2)))
