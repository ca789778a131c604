import { setTimeout as sleep } from 'node:timers/promises'
import { postgresTransport } from '../../functions/collect/transports/postgres.ts'
import { asksDatabase, checkCalled, DATABASE_CHECKS } from '../../functions/checks/list.ts'
import { HealthId, NO_SAMPLES, type Sample } from '../../functions/model/health.ts'
import { look } from '../../functions/run/look/look.ts'
import { exitCode } from '../../functions/views/exit-code.ts'
import { readCatalog, readChecks } from '../catalog.ts'
import { UserError } from '../errors.ts'
import { command, PLUMBLINE } from './support/command.ts'
import { lookFormatArgs, printLook } from './support/look-output.ts'
import { databaseArgs, databaseUrl, journalArgs, journalTable, timeouts } from './support/options.ts'
import { withSpinner } from './support/progress.ts'
import { nameOf } from './support/target.ts'

/** `plumbline db health`: the checks of a target's health, without a Worker; reads only. */
export const dbHealth = command({
  invocation: `${PLUMBLINE} db health`,
  description: 'Checks a database’s health: exit code 0 clean, 1 warnings, 2 findings, 3 unknown',
  examples: [
    '--database-url postgresql://…',
    '--only sequences,orphan-rows --format github',
    '--window 60 --format json',
  ],
  args: {
    ...databaseArgs,
    ...journalArgs,
    only: {
      type: 'string',
      valueHint: 'checks',
      description: `These checks alone, with commas between them (all that one look can tell; ${PLUMBLINE} checks lists them)`,
    },
    window: {
      type: 'string',
      valueHint: 's',
      description:
        'Look twice, so many seconds apart, and also tell what happened in between (deadlocks, cache hits …)',
    },
    ...lookFormatArgs,
  },
  async run(args) {
    const url = databaseUrl(args['database-url'])
    const between = args.window === undefined ? null : seconds(args.window)
    const ids = idsOf(args.only, between !== null)
    const reach = postgresTransport({ url, timeouts: timeouts(args), catalog: readCatalog(), checks: readChecks() })
    const lookOnce = (before: Sample | null) => {
      const samples = before === null ? NO_SAMPLES : { hour: before, day: before, whole: before }
      const request = { reach, journal: journalTable(args), blueprint: null, checks: [], now: Date.now() }
      return look({ ...request, health: { ids, thresholds: {}, samples } })
    }
    const first = await withSpinner('looking at the target', () => lookOnce(null))
    const seen = between === null || first.sample === undefined ? first : await again(between, first.sample, lookOnce)
    await printLook(seen, args, { ...nameOf(url), folder: null, tool: 'db health' })
    return exitCode(seen)
  },
})

const again = <T>(between: number, before: Sample, lookOnce: (before: Sample) => Promise<T>): Promise<T> =>
  withSpinner(`waiting ${between} s`, async () => {
    await sleep(between * 1000)
    return lookOnce(before)
  })

/** The checks that a text names; all of one look, unless there are two. @throws UserError for a name that is none */
function idsOf(only: string | undefined, twice: boolean): HealthId[] {
  if (only === undefined) return DATABASE_CHECKS.flatMap(({ id, compares }) => (compares && !twice ? [] : [id]))
  return only.split(',').map((name) => {
    const id = HealthId.safeParse(name.trim())
    if (id.success && asksDatabase(checkCalled(id.data))) return id.data
    if (id.success)
      throw new UserError(`${id.data} does not ask the database: a Worker makes it`, `${PLUMBLINE} checks ${id.data}`)
    const known = DATABASE_CHECKS.map(({ id }) => id).join(', ')
    throw new UserError(`there is no check ${name.trim()}; there are: ${known}`, `${PLUMBLINE} checks`)
  })
}

/** @throws UserError for what is no number of seconds up to an hour */
function seconds(text: string): number {
  const value = Number(text)
  if (Number.isInteger(value) && value > 0 && value <= 3600) return value
  throw new UserError(`--window ${text} is not a number of seconds from 1 to 3600`, '--window 60')
}
