import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { draftHeader } from '../../functions/preflight/docs/draft.ts'
import { headerOf } from '../../functions/preflight/docs/header.ts'
import { readMigrations } from '../blueprint/folder.ts'
import { UserError } from '../errors.ts'
import { parseMigration } from '../../functions/preflight/parse/migration.ts'
import { sqlParser } from '../parser.ts'
import { command, PLUMBLINE } from './support/command.ts'
import { positionOf } from './support/lint-output.ts'
import { migrationsArgs } from './support/options.ts'
import { print } from './support/terminal.ts'

/** `plumbline docs new`: writes the header of a migration, as far as it can be known. */
export const docsNew = command({
  invocation: `${PLUMBLINE} docs new`,
  description: 'Writes the header of a migration: what can be known is filled in, the rest is TODO',
  examples: ['--tag 0009_subscriptions', '--tag 0009_subscriptions --print'],
  args: {
    ...migrationsArgs,
    tag: { type: 'string', valueHint: 'tag', description: 'The migration', required: true },
    print: { type: 'boolean', description: 'Print the header, and leave the file as it is' },
  },
  async run(args) {
    const dir = args.migrations ?? './drizzle'
    const { files } = await readMigrations(dir)
    const position = positionOf(
      args.tag,
      files.map(({ tag }) => tag),
    )
    const { file = '', text = null } = files[position] ?? {}
    if (text === null) throw new UserError(`${join(dir, file)} is not there`, 'git log --all -- bring it back first')
    if (headerOf(text).size > 0) throw new UserError(`${join(dir, file)} has a header`, `${PLUMBLINE} docs check`)
    const parser = await sqlParser()
    const migrations = files.map(({ tag, file, text }) => parseMigration(parser, { tag, file, text: text ?? '' }))
    const lines = draftHeader(migrations, position)
    if (args.print) {
      print(lines.join('\n'))
      return 0
    }
    await prepend(join(dir, file), lines)
    print(`${join(dir, file)} begins with its header now; write what is TODO, then: ${PLUMBLINE} docs check`)
    print('The hash of the file is another one: where it was applied already, Plumbline will say that it was edited.')
    return 0
  },
})

/** Writes lines in front of a file, in its own line endings; whole or not at all. */
async function prepend(path: string, lines: readonly string[]): Promise<void> {
  const text = await readFile(path, 'utf8')
  const end = text.includes('\r\n') ? '\r\n' : '\n'
  const bom = text.startsWith('\uFEFF') ? '\uFEFF' : ''
  const written = `${path}.plumbline`
  await writeFile(written, `${bom}${lines.join(end)}${end}${text.slice(bom.length)}`)
  await rename(written, path)
}
