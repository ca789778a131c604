import process from 'node:process'
import { useCallersFolder } from './commands/support/callers-folder.ts'
import { runGroup } from './commands/support/cli.ts'
import { PLUMBLINE, type CommandGroup } from './commands/support/command.ts'
import { keepYoungSpaceSmall } from './commands/support/memory.ts'

/** Each command is loaded when it is called: some bring a PostgreSQL or a parser along. */
const plumbline: CommandGroup = {
  invocation: PLUMBLINE,
  description: 'Keeps a Supabase PostgreSQL database true to its Drizzle migrations',
  commands: {
    verify: async () => (await import('./commands/verify.ts')).verify,
    check: async () => (await import('./commands/check.ts')).check,
    validate: async () => (await import('./commands/validate.ts')).validate,
    preflight: async () => (await import('./commands/preflight.ts')).preflight,
    lint: async () => (await import('./commands/lint.ts')).lint,
    probe: async () => (await import('./commands/probe.ts')).probe,
    rehearse: async () => (await import('./commands/rehearse.ts')).rehearse,
    migrate: async () => (await import('./commands/migrate.ts')).migrate,
    rollback: async () => (await import('./commands/rollback.ts')).rollback,
    recover: async () => (await import('./commands/recover.ts')).recover,
    repair: async () => (await import('./commands/repair.ts')).repair,
    adopt: async () => (await import('./commands/adopt.ts')).adopt,
    down: async () => (await import('./commands/down.ts')).down,
    blueprint: {
      invocation: `${PLUMBLINE} blueprint`,
      description: 'Builds, publishes and shows what the migrations say the database should be',
      commands: {
        build: async () => (await import('./commands/blueprint-build.ts')).blueprintBuild,
        publish: async () => (await import('./commands/blueprint-publish.ts')).blueprintPublish,
        show: async () => (await import('./commands/blueprint-show.ts')).blueprintShow,
      },
    },
    journal: {
      invocation: `${PLUMBLINE} journal`,
      description: 'Shows what Drizzle will do with each migration, and puts its journal right',
      commands: {
        show: async () => (await import('./commands/journal-show.ts')).journalShow,
        repair: async () => (await import('./commands/journal-repair.ts')).journalRepair,
      },
    },
    backup: {
      invocation: `${PLUMBLINE} backup`,
      description: 'Backs up a database, and proves by a restore drill that the backup is one',
      commands: {
        verify: async () => (await import('./commands/backup-verify.ts')).backupVerify,
      },
      alone: async () => {
        keepYoungSpaceSmall()
        return (await import('./commands/backup.ts')).backup
      },
    },
    restore: async () => (await import('./commands/restore.ts')).restore,
    run: async () => (await import('./commands/run.ts')).run,
    status: async () => (await import('./commands/status.ts')).status,
    health: async () => (await import('./commands/health.ts')).health,
    checks: async () => (await import('./commands/checks.ts')).checks,
    performance: async () => (await import('./commands/performance.ts')).performance,
    trends: async () => (await import('./commands/trends.ts')).trends,
    backups: async () => (await import('./commands/backups.ts')).backups,
    pin: async () => (await import('./commands/pin.ts')).pin,
    accept: async () => (await import('./commands/accept.ts')).accept,
    channels: async () => (await import('./commands/channels.ts')).channels,
    channel: {
      invocation: `${PLUMBLINE} channel`,
      description: 'Tries the ways to people',
      commands: { test: async () => (await import('./commands/channel-test.ts')).channelTest },
    },
    incidents: async () => (await import('./commands/incidents.ts')).incidents,
    incident: {
      invocation: `${PLUMBLINE} incident`,
      description: 'Shows an incident, and says who has it, for how long it may wait, and that it is over',
      commands: {
        show: async () => (await import('./commands/incident.ts')).show,
        ack: async () => (await import('./commands/incident.ts')).ack,
        snooze: async () => (await import('./commands/incident.ts')).snooze,
        resolve: async () => (await import('./commands/incident.ts')).resolve,
        comment: async () => (await import('./commands/incident.ts')).comment,
      },
    },
    announce: {
      invocation: `${PLUMBLINE} announce`,
      description: 'Announces a migration, lists what was announced, and tells how it goes',
      commands: {
        list: async () => (await import('./commands/announce.ts')).list,
        start: async () => (await import('./commands/announce.ts')).start,
        update: async () => (await import('./commands/announce.ts')).update,
        done: async () => (await import('./commands/announce.ts')).done,
        cancel: async () => (await import('./commands/announce.ts')).cancel,
      },
      alone: async () => (await import('./commands/announce.ts')).announce,
    },
    deploys: async () => (await import('./commands/deploys.ts')).deploys,
    gate: async () => (await import('./commands/gate.ts')).gate,
    hook: {
      invocation: `${PLUMBLINE} hook`,
      description: 'Tries the webhooks that tell of deploys',
      commands: { send: async () => (await import('./commands/hook-send.ts')).hookSend },
    },
    db: {
      invocation: `${PLUMBLINE} db`,
      description: 'Asks a database itself',
      commands: {
        ping: async () => (await import('./commands/db-ping.ts')).dbPing,
        query: async () => (await import('./commands/db-query.ts')).dbQuery,
        health: async () => (await import('./commands/db-health.ts')).dbHealth,
      },
    },
    introspect: async () => (await import('./commands/introspect.ts')).introspect,
    kit: async () => (await import('./commands/kit.ts')).kit,
    docs: {
      invocation: `${PLUMBLINE} docs`,
      description: 'Checks and writes the headers of migrations',
      commands: {
        check: async () => (await import('./commands/docs-check.ts')).docsCheck,
        new: async () => (await import('./commands/docs-new.ts')).docsNew,
      },
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
