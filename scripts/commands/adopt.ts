import { quoted } from '../../functions/collect/catalog.ts'
import { UserError } from '../errors.ts'
import { adoptionOf, type Adoption } from '../rehearse/adopt.ts'
import { writeMigration, type Written } from '../rehearse/new-migration.ts'
import { isWay } from '../rehearse/prove.ts'
import { provenText, remark, stepsText } from '../rehearse/sql-text.ts'
import { command, PLUMBLINE } from './support/command.ts'
import { choice, databaseArgs, journalArgs, replayArgs } from './support/options.ts'
import { withSpinner } from './support/progress.ts'
import { reportFormatArgs } from './support/report-output.ts'
import { catalogArgs, sceneFrom } from './support/target-args.ts'
import { print, printAs } from './support/terminal.ts'
import { notFoundText, tellUnknowns } from './support/way-output.ts'

/** `plumbline adopt`: a migration that makes the migrations say what is live, proven by replay. */
export const adopt = command({
  invocation: `${PLUMBLINE} adopt`,
  description:
    'Prints a migration that makes the migrations say what is live, proven by replay; --write puts it into the folder: exit code 0 found, 1 not found, 3 part could not be looked at',
  examples: ['--database-url postgresql://… --migrations ./drizzle', '--write --name adopt_files_workspace'],
  args: {
    ...databaseArgs,
    ...catalogArgs,
    ...replayArgs,
    ...journalArgs,
    platform: choice(['auto', 'supabase', 'none'], 'Replay as in a Supabase project or not; auto asks the target'),
    write: { type: 'boolean', description: 'Write it as the newest migration of the folder' },
    name: { type: 'string', valueHint: 'name', description: 'Name of the migration', default: 'adopt_live' },
    ...reportFormatArgs,
  },
  async run(args) {
    if (!/^\w{1,100}$/.test(args.name))
      throw new UserError(`--name ${args.name} is no name of a migration`, 'letters, digits and _: --name adopt_live')
    const scene = await sceneFrom(args)
    const found = await withSpinner('looking for a way', () => adoptionOf({ ...scene, files: scene.folder.files }))
    const proven = isWay(found.way) && found.findings.length > 0
    if (args.write && proven) refusePending(found, scene.folder.layout)
    printAs(args.format, found, adoptionText)
    tellUnknowns(found.unknowns)
    if (args.write && proven) {
      const dir = args.migrations ?? './drizzle'
      const written = await writeMigration(dir, scene.folder, args.name, `${adoptionText(found)}\n`, Date.now())
      print(writtenText(written, quoted(scene.plan.journal), scene.folder.layout), process.stderr)
    }
    if (!isWay(found.way)) return 1
    return found.unknowns.length > 0 ? 3 : 0
  },
})

/** In Drizzle 0.x the newest row decides: marked as applied before them, it would have pending migrations skipped for ever. */
function refusePending({ pending }: Adoption, layout: 'journal' | 'folders'): void {
  if (pending.length === 0 || layout === 'folders') return
  throw new UserError(
    `${pending.join(', ')} ${pending.length === 1 ? 'is' : 'are'} pending: once the adoption is marked as applied, Drizzle would skip ${pending.length === 1 ? 'it' : 'them'} for ever`,
    'apply what is pending first (plumbline rehearse says whether it works), or repair what drifted; without --write the SQL is printed',
  )
}

function adoptionText({ way, on, position, findings }: Adoption): string {
  if (findings.length === 0) return remark('Nothing has drifted: there is nothing to adopt.')
  const title = remark(`Adopts what is live after ${position ?? 'no migration'}: ${findings.join(', ')}`)
  if (!isWay(way)) return `${title}\n${notFoundText(way)}`
  return [title, provenText(way, on), stepsText(way, '\n--> statement-breakpoint\n')].join('\n')
}

function writtenText({ tag, files, when, hash }: Written, journal: string, layout: 'journal' | 'folders'): string {
  const [columns, values] =
    layout === 'journal'
      ? ['hash, created_at', `'${hash}', ${when}`]
      : ['hash, created_at, name', `'${hash}', ${when}, '${tag}'`]
  return [
    `written: ${files.join(', ')}`,
    'The target has it already: mark it as applied there, so that Drizzle does not run it:',
    `  insert into ${journal} (${columns}) values (${values});`,
    'Its snapshot is the one before it, as of drizzle-kit generate --custom: put what it adopts into schema.ts, run drizzle-kit generate,',
    `and take out of the file that comes of it what ${tag} has already; keep the snapshot that comes with it.`,
  ].join('\n')
}
