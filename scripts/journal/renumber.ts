import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import { planRenumber, type NumberedFolder, type RenumberPlan } from '../../functions/journal/repair/renumber.ts'
import type { FolderFault } from '../../functions/model/blueprint.ts'
import { readMigrations } from '../blueprint/folder.ts'
import { print } from '../commands/support/terminal.ts'
import { UserError } from '../errors.ts'
import { replaceFolder } from './replace-folder.ts'

const Journal = z.looseObject({ entries: z.array(z.looseObject({ idx: z.number().int(), tag: z.string().min(1) })) })
const Snapshot = z.looseObject({ id: z.string(), prevId: z.string() })

/** Puts the numbers of a folder of 0.x right; the plan first. Answers the exit code. */
export async function renumber(dir: string, apply: boolean): Promise<number> {
  const before = await readMigrations(dir)
  if (before.layout !== 'journal')
    throw new UserError(`${dir} is a folder of Drizzle 1.0, which has no numbers`, 'nothing is to be done')
  const plan = planRenumber(await numberedFolder(dir))
  const [refusal, ...more] = plan.refusals
  if (refusal !== undefined)
    throw new UserError(
      `${dir} cannot be renumbered: ${[refusal, ...more].join('; ')}`,
      'npm run -s plumbline -- check',
    )
  const lines = await planLines(dir, plan)
  if (lines.length === 0) {
    print('Nothing to repair: entries, files and snapshots are numbered in order.')
    return 0
  }
  if (!apply) {
    print([...lines, '', '-- nothing was changed; to do it: the same command with --apply'].join('\n'))
    return 0
  }
  const inGit = await refuseUncommitted(dir)
  const backup = await replaceFolder(dir, plan, {
    keep: !inGit,
    proof: async (folder) => sameTexts(before.files, await readMigrations(folder), plan),
  })
  const kept = backup === null ? 'git holds the folder as it was' : `the folder as it was: ${backup}`
  print([...lines, '', `Done, and read back: the same texts in the same order; ${kept}.`].join('\n'))
  return 0
}

async function numberedFolder(dir: string): Promise<NumberedFolder> {
  const names = await readdir(dir)
  const { entries } = Journal.parse(JSON.parse(await readFile(join(dir, 'meta/_journal.json'), 'utf8')))
  const snapshots = (await readdir(join(dir, 'meta'))).flatMap((name) => /^(.+)_snapshot\.json$/.exec(name)?.[1] ?? [])
  const read = await Promise.all(snapshots.map(async (prefix) => [prefix, await snapshotOf(dir, prefix)] as const))
  return { entries, files: names.filter((name) => name.endsWith('.sql')), snapshots: new Map(read) }
}

async function snapshotOf(dir: string, prefix: string) {
  const path = join(dir, `meta/${prefix}_snapshot.json`)
  try {
    return Snapshot.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch (error) {
    const said = error instanceof z.ZodError ? 'it has no id and prevId' : String(error)
    throw new UserError(`${path} is no snapshot of drizzle-kit: ${said}`, 'restore it from version control')
  }
}

async function planLines(dir: string, { entries, renames, relinks }: RenumberPlan): Promise<string[]> {
  const { entries: now } = await numberedFolder(dir)
  const numbers = entries.flatMap(({ idx, tag }, i) => {
    const old = now[i]
    if (old === undefined || old.idx === idx) return []
    return [`entry  ${tag}: idx ${old.idx} → ${idx}`]
  })
  const links = relinks.map(({ path, from, to }) => `link   ${path}: prevId ${from.slice(0, 8)}… → ${to.slice(0, 8)}…`)
  return [...renames.map(({ from, to }) => `rename ${from} → ${to}`), ...numbers, ...links]
}

/** Whether git holds the folder. @throws UserError where it does, and something in it is not committed */
async function refuseUncommitted(dir: string): Promise<boolean> {
  const git = promisify(execFile)('git', ['status', '--porcelain', '--ignored', '--', '.'], { cwd: dir })
  const status = await git.then(
    ({ stdout }) => stdout,
    () => null,
  )
  if (status === null) return false
  if (status.trim() === '') return true
  throw new UserError(
    `${dir} has changes that are not committed (${status.trim().split('\n')[0]?.trim()}): git could not bring them back`,
    `git add -A -- '${dir}' && git commit, or git stash -u, and then again`,
  )
}

/** The texts before and after are the same, in the same order, and each stands under its new name. */
function sameTexts(
  before: readonly { hash: string | null; when: number }[],
  { files, faults }: Awaited<ReturnType<typeof readMigrations>>,
  { entries }: RenumberPlan,
): boolean {
  const named = new Set(files.map(({ file }) => file))
  // What is in no entry keeps its number, whoever has that now.
  const isOfOrphans = (fault: FolderFault) =>
    fault.kind === 'orphan-file' ||
    (fault.kind === 'same-number' && fault.files.filter((file) => named.has(file)).length < 2)
  const same = files.every(
    ({ hash, when, tag }, i) => hash === before[i]?.hash && when === before[i].when && tag === entries[i]?.tag,
  )
  return same && files.length === before.length && faults.every(isOfOrphans)
}
