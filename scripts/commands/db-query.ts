import { withSnapshot } from '../../functions/collect/transports/postgres.ts'
import { UserError } from '../errors.ts'
import { sqlParser } from '../parser.ts'
import { whyNotRead } from '../query/reading.ts'
import { rowsCsv, rowsTable } from '../query/rows-text.ts'
import { command, PLUMBLINE } from './support/command.ts'
import { choice, databaseArgs, databaseUrl, timeouts } from './support/options.ts'
import { unreachable } from './support/target.ts'
import { print, printJson } from './support/terminal.ts'

/** Names are found as on a Supabase connection. */
const SESSION = 'set local search_path = "$user", public, extensions;\n'

/** `plumbline db query`: one question to a database, in a read-only transaction with a time limit. */
export const dbQuery = command({
  invocation: `${PLUMBLINE} db query`,
  description:
    'Asks a database one question, in a read-only transaction with a time limit: exit code 0 answered, 2 refused, 3 not reached',
  examples: [`'select count(*) from links'`, `'table links' --format csv --database-url postgresql://…`],
  args: {
    sql: { type: 'positional', description: 'One statement that only reads', required: true },
    ...databaseArgs,
    format: choice(['table', 'json', 'csv'], 'How to write the rows'),
  },
  async run(args) {
    const why = whyNotRead(await sqlParser(), args.sql)
    if (why !== null)
      throw new UserError(`db query only reads: ${why}`, 'one SELECT; what changes a database belongs into a migration')
    const url = databaseUrl(args['database-url'])
    const reached = await withSnapshot({ url, timeouts: timeouts(args) }, (session) =>
      session.query(`${SESSION}${args.sql.replace(/;\s*$/, '')}`),
    )
    if (!reached.reached) {
      const { stage, reason, mend } = reached.failure
      if (stage === 'connect') throw unreachable(reached.failure)
      throw new UserError(`PostgreSQL refused it: ${reason}`, mend ?? 'mend the statement')
    }
    if (args.format === 'json') printJson(reached.value)
    else if (args.format === 'csv') process.stdout.write(rowsCsv(reached.value))
    else print(rowsTable(reached.value))
    return 0
  },
})
