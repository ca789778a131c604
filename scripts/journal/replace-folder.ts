import { cp, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import type { RenumberPlan } from '../../functions/journal/repair/renumber.ts'
import { UserError } from '../errors.ts'
import { jsonLike } from './files.ts'

const Journal = z.looseObject({ entries: z.array(z.looseObject({ idx: z.number(), tag: z.string() })) })
const Snapshot = z.looseObject({ prevId: z.string() })

/**
 * Makes a renumbered copy beside a folder, has it proven, and lets it take the folder's place in two renames; until then
 * nothing of the folder is touched. Answers where the old one is kept; null where it is not.
 */
export async function replaceFolder(
  given: string,
  plan: RenumberPlan,
  { keep, proof }: { keep: boolean; proof: (folder: string) => Promise<boolean> },
): Promise<string | null> {
  const dir = resolve(given)
  const work = await mkdtemp(join(dirname(dir), `.${basename(dir)}-plumbline-`))
  const copy = join(work, basename(dir))
  try {
    await cp(dir, copy, { recursive: true, preserveTimestamps: true })
    await carryOut(copy, plan)
    if (!(await proof(copy)))
      throw new UserError(`the renumbered copy of ${given} is not what was planned`, 'report it')
    const old = keep ? await freeName(`${dir}.before-renumber`) : join(work, 'before')
    await rename(dir, old)
    await rename(copy, dir).catch(async (error: unknown) => {
      await rename(old, dir)
      throw error
    })
    return keep ? old : null
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

async function carryOut(copy: string, { entries, renames, relinks }: RenumberPlan): Promise<void> {
  // Two may swap names: all step aside first.
  for (const { from } of renames) await rename(join(copy, from), join(copy, `${from}.plumbline`))
  for (const { from, to } of renames) await rename(join(copy, `${from}.plumbline`), join(copy, to))
  for (const { path, to } of relinks)
    await rewrite(join(copy, path), (value) => ({ ...Snapshot.parse(value), prevId: to }))
  await rewrite(join(copy, 'meta/_journal.json'), (value) => {
    const journal = Journal.parse(value)
    return { ...journal, entries: journal.entries.map((entry, i) => ({ ...entry, ...entries[i] })) }
  })
}

async function rewrite(path: string, change: (value: unknown) => unknown): Promise<void> {
  const text = await readFile(path, 'utf8')
  await writeFile(path, jsonLike(text, change(JSON.parse(text))))
}

async function freeName(wanted: string): Promise<string> {
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? wanted : `${wanted}-${n}`
    if ((await stat(name).catch(() => null)) === null) return name
  }
}
