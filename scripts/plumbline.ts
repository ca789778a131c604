import process from 'node:process'
import { accept } from './commands/accept.ts'
import { backups } from './commands/backups.ts'
import { blueprintBuild } from './commands/blueprint-build.ts'
import { blueprintPublish } from './commands/blueprint-publish.ts'
import { blueprintShow } from './commands/blueprint-show.ts'
import { check } from './commands/check.ts'
import { checks } from './commands/checks.ts'
import { dbPing } from './commands/db-ping.ts'
import { docsCheck } from './commands/docs-check.ts'
import { docsNew } from './commands/docs-new.ts'
import { health } from './commands/health.ts'
import { introspect } from './commands/introspect.ts'
import { journalRepair } from './commands/journal-repair.ts'
import { journalShow } from './commands/journal-show.ts'
import { pin } from './commands/pin.ts'
import { lint } from './commands/lint.ts'
import { probe } from './commands/probe.ts'
import { down } from './commands/down.ts'
import { adopt } from './commands/adopt.ts'
import { repair } from './commands/repair.ts'
import { rehearse } from './commands/rehearse.ts'
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
    lint,
    probe,
    rehearse,
    repair,
    adopt,
    down,
    blueprint: {
      invocation: `${PLUMBLINE} blueprint`,
      description: 'Builds, publishes and shows what the migrations say the database should be',
      commands: { build: blueprintBuild, publish: blueprintPublish, show: blueprintShow },
    },
    journal: {
      invocation: `${PLUMBLINE} journal`,
      description: 'Shows what Drizzle will do with each migration, and puts its journal right',
      commands: { show: journalShow, repair: journalRepair },
    },
    run,
    status,
    health,
    checks,
    backups,
    pin,
    accept,
    db: { invocation: `${PLUMBLINE} db`, description: 'Asks a database itself', commands: { ping: dbPing } },
    introspect,
    docs: {
      invocation: `${PLUMBLINE} docs`,
      description: 'Checks and writes the headers of migrations',
      commands: { check: docsCheck, new: docsNew },
    },
  },
}

// `plumbline … | head` closes the pipe early: nothing is wrong then.
process.stdout.on('error', (error) => {
  if ('code' in error && error.code === 'EPIPE') process.exit()
  throw error
})

useCallersFolder()
process.exitCode = await runGroup(plumbline, process.argv.slice(2))
