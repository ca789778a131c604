import type { JournalTable } from '../../functions/collect/catalog.ts'
import { readFacts, readFingerprints } from '../../functions/collect/read.ts'
import type { Transport } from '../../functions/collect/transport.ts'
import { postgresTransport } from '../../functions/collect/transports/postgres.ts'
import { lockUnknowns } from '../../functions/drift/locks.ts'
import type { Fact, Fingerprint } from '../../functions/model/fact.ts'
import type { LockedFact } from '../../functions/model/lock.ts'
import { exitCode } from '../../functions/views/exit-code.ts'
import { table } from '../../functions/views/text/table.ts'
import { readCatalog } from '../catalog.ts'
import { command, PLUMBLINE } from './support/command.ts'
import { factsText } from './support/facts-text.ts'
import { databaseArgs, databaseUrl, journalArgs, journalTable, timeouts } from './support/options.ts'
import { withSpinner } from './support/progress.ts'
import { reportFormatArgs } from './support/report-output.ts'
import { unreachable } from './support/target.ts'
import { print, printAs } from './support/terminal.ts'

/** `plumbline introspect`: the facts of a database, as Plumbline compares them. */
export const introspect = command({
  invocation: `${PLUMBLINE} introspect`,
  description: 'Prints every fact of a database, or the fingerprints of its groups; reads only',
  examples: ['--database-url postgresql://…', '--fingerprints --format json'],
  args: {
    ...databaseArgs,
    ...journalArgs,
    fingerprints: { type: 'boolean', description: 'Digests of the groups (schema × kind) instead of facts' },
    ...reportFormatArgs,
  },
  async run(args) {
    const request = { url: databaseUrl(args['database-url']), timeouts: timeouts(args), catalog: readCatalog() }
    const { groups, facts, locked } = await withSpinner('reading the catalog', () =>
      readCatalogOf(postgresTransport(request), journalTable(args), args.fingerprints === true),
    )
    if (args.fingerprints) printAs(args.format, groups, fingerprintsText)
    else printAs(args.format, facts, factsText)
    for (const { subject, reason, mend } of lockUnknowns(locked))
      print(`${subject}: ${reason}\n  ${mend}`, process.stderr)
    return exitCode({ status: locked.length === 0 ? 'pass' : 'unknown' })
  },
})

/** One snapshot: fingerprints, and all facts unless only those are wanted. */
async function readCatalogOf(reach: Transport, journal: JournalTable, onlyFingerprints: boolean) {
  const reached = await reach(
    async (session): Promise<{ groups: Fingerprint[]; facts: Fact[]; locked: LockedFact[] }> => {
      const { groups, server } = await readFingerprints(session, journal)
      if (onlyFingerprints) return { groups, facts: [], locked: [] }
      const read = await readFacts(session, journal, server)
      return { groups, facts: [...read.groups.values()].flat(), locked: read.locked }
    },
  )
  if (!reached.reached) throw unreachable(reached.failure)
  return reached.value
}

const fingerprintsText = (groups: readonly Fingerprint[]) =>
  table(
    [{ heading: 'KIND' }, { heading: 'SCHEMA' }, { heading: 'FACTS', right: true }, { heading: 'DIGEST' }],
    groups.map(({ kind, schema, count, digest }) => [kind, schema, String(count), digest].map((text) => ({ text }))),
  ).join('\n')
