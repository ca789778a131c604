import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { runCommand } from './commands/support/cli.ts'
import { command } from './commands/support/command.ts'
import { print } from './commands/support/terminal.ts'
import { UserError } from './errors.ts'
import { lives, runningNow } from './start/running.ts'

/** Longest time that a start takes to stop its Worker and its PostgreSQL, ms. */
const PATIENCE = 30_000

const stop = command({
  invocation: 'npm run stop --',
  description: 'Stops every npm start that runs: exit code 0 stopped, 1 none ran',
  examples: [''],
  args: {},
  async run() {
    const pids = await runningNow()
    if (pids.length === 0) {
      print('no npm start is running')
      return 1
    }
    for (const pid of pids) await end(pid)
    return 0
  },
})

/** Asks a process to end, as Ctrl-C does, and waits until it has. @throws UserError where it does not */
async function end(pid: number): Promise<void> {
  process.kill(pid, 'SIGTERM')
  const deadline = Date.now() + PATIENCE
  while (lives(pid)) {
    if (Date.now() > deadline) throw new UserError(`process ${pid} does not end`, `kill -9 ${pid}`)
    await sleep(50)
  }
  print(`stopped npm start, process ${pid}`)
}

process.exit(await runCommand(stop, process.argv.slice(2)))
