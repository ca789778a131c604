import process from 'node:process'
import { blueprintBuild } from './commands/blueprint-build.ts'
import { blueprintPublish } from './commands/blueprint-publish.ts'
import { blueprintShow } from './commands/blueprint-show.ts'
import { check } from './commands/check.ts'
import { dbPing } from './commands/db-ping.ts'
import { introspect } from './commands/introspect.ts'
import { preflight } from './commands/preflight.ts'
import { run } from './commands/run.ts'
import { status } from './commands/status.ts'
import { useCallersFolder } from './commands/support/callers-folder.ts'
import { runGroup } from './commands/support/cli.ts'
import { PLUMBLINE, type CommandGroup } from './commands/support/command.ts'
import { verify } from './commands/verify.ts'

const plumbline: CommandGroup = {
  invocation: PLUMBLINE,
  description: 'Keeps a Supabase PostgreSQL database true to its Drizzle migrations',
  commands: {
    verify,
    check,
    preflight,
    blueprint: {
      invocation: `${PLUMBLINE} blueprint`,
      description: 'Builds, publishes and shows what the migrations say the database should be',
      commands: { build: blueprintBuild, publish: blueprintPublish, show: blueprintShow },
    },
    run,
    status,
    db: { invocation: `${PLUMBLINE} db`, description: 'Asks a database itself', commands: { ping: dbPing } },
    introspect,
  },
}

// `plumbline … | head` closes the pipe early: nothing is wrong then.
process.stdout.on('error', (error) => {
  if ('code' in error && error.code === 'EPIPE') process.exit()
  throw error
})

useCallersFolder()
process.exitCode = await runGroup(plumbline, process.argv.slice(2))
