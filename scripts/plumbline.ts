import process from 'node:process'
import { accept } from './commands/accept.ts'
import { backups } from './commands/backups.ts'
import { backup } from './commands/backup.ts'
import { backupVerify } from './commands/backup-verify.ts'
import { blueprintBuild } from './commands/blueprint-build.ts'
import { blueprintPublish } from './commands/blueprint-publish.ts'
import { blueprintShow } from './commands/blueprint-show.ts'
import { channelTest } from './commands/channel-test.ts'
import { channels } from './commands/channels.ts'
import { check } from './commands/check.ts'
import { dbHealth } from './commands/db-health.ts'
import { dbPing } from './commands/db-ping.ts'
import { deploys } from './commands/deploys.ts'
import { docsCheck } from './commands/docs-check.ts'
import { docsNew } from './commands/docs-new.ts'
import { gate } from './commands/gate.ts'
import { hookSend } from './commands/hook-send.ts'
import { dbQuery } from './commands/db-query.ts'
import { health } from './commands/health.ts'
import { incident } from './commands/incident.ts'
import { incidents } from './commands/incidents.ts'
import { introspect } from './commands/introspect.ts'
import { journalRepair } from './commands/journal-repair.ts'
import { journalShow } from './commands/journal-show.ts'
import { kit } from './commands/kit.ts'
import { pin } from './commands/pin.ts'
import { lint } from './commands/lint.ts'
import { migrate } from './commands/migrate.ts'
import { probe } from './commands/probe.ts'
import { down } from './commands/down.ts'
import { adopt } from './commands/adopt.ts'
import { recover } from './commands/recover.ts'
import { repair } from './commands/repair.ts'
import { rehearse } from './commands/rehearse.ts'
import { preflight } from './commands/preflight.ts'
import { restore } from './commands/restore.ts'
import { rollback } from './commands/rollback.ts'
import { run } from './commands/run.ts'
import { status } from './commands/status.ts'
import { useCallersFolder } from './commands/support/callers-folder.ts'
import { runGroup } from './commands/support/cli.ts'
import { PLUMBLINE, type CommandGroup } from './commands/support/command.ts'
import { validate } from './commands/validate.ts'
import { verify } from './commands/verify.ts'

const plumbline: CommandGroup = {
  invocation: PLUMBLINE,
  description: 'Keeps a Supabase PostgreSQL database true to its Drizzle migrations',
  commands: {
    verify,
    check,
    validate,
    preflight,
    lint,
    probe,
    rehearse,
    migrate,
    rollback,
    recover,
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
    backup: {
      invocation: `${PLUMBLINE} backup`,
      description: 'Backs up a database, and proves by a restore drill that the backup is one',
      commands: { verify: backupVerify },
      alone: backup,
    },
    restore,
    run,
    status,
    health,
    backups,
    pin,
    accept,
    channels,
    channel: {
      invocation: `${PLUMBLINE} channel`,
      description: 'Tries the ways to people',
      commands: { test: channelTest },
    },
    incidents,
    incident,
    deploys,
    gate,
    hook: {
      invocation: `${PLUMBLINE} hook`,
      description: 'Tries the webhooks that tell of deploys',
      commands: { send: hookSend },
    },
    db: {
      invocation: `${PLUMBLINE} db`,
      description: 'Asks a database itself',
      commands: { ping: dbPing, query: dbQuery, health: dbHealth },
    },
    introspect,
    kit,
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
