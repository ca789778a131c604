import { command, PLUMBLINE } from './support/command.ts'
import { databaseArgs, databaseUrl, timeouts } from './support/options.ts'
import { took, withSpinner } from './support/progress.ts'
import { reportFormatArgs } from './support/report-output.ts'
import { askAbout, nameOf, unreachable, type About } from './support/target.ts'
import { print, printJson } from './support/terminal.ts'

/** `plumbline db ping`: whether a database answers, as whom, and what it is. */
export const dbPing = command({
  invocation: `${PLUMBLINE} db ping`,
  description: 'Connects to a database and says what answered: exit code 0 it answers, 3 it does not',
  examples: ['--database-url postgresql://…', '--format json'],
  args: { ...databaseArgs, ...reportFormatArgs },
  async run(args) {
    const url = databaseUrl(args['database-url'])
    const started = performance.now()
    const about = await withSpinner('connecting', () => askAbout(url, timeouts(args)))
    if (!about.reached) throw unreachable(about.failure)
    const ms = Math.round(performance.now() - started)
    if (args.format === 'json') printJson({ host: nameOf(url).environment, ...about.value, ms })
    else print(aboutText(about.value, url, took(started)))
    return 0
  },
})

const aboutText = ({ version, database, role, standby, supabase }: About, url: string, time: string) =>
  [
    `${nameOf(url).environment} answered in ${time}`,
    `  PostgreSQL ${version}${supabase ? ', a Supabase project' : ''}${standby ? ', a standby' : ''}`,
    `  database   ${database}`,
    `  role       ${role}`,
  ].join('\n')
