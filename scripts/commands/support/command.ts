import { parseArgs as strictly } from 'node:util'
import { parseArgs, type ArgsDef, type ParsedArgs } from 'citty'
import { UserError } from '../../errors.ts'

export { PLUMBLINE } from '../../../functions/model/commands.ts'

/** What a command is made of; `run` answers the exit code. */
export interface CommandText<T extends ArgsDef> {
  /** What is typed to run it: `npm run -s plumbline -- verify`. */
  invocation: string
  description: string
  /** What may follow that. */
  examples: readonly string[]
  args: T
  run(args: ParsedArgs<T>): Promise<number>
}

/** A command whose arguments are still text. */
export interface Command extends Omit<CommandText<ArgsDef>, 'run'> {
  /** @throws UserError where the arguments are not those of the command */
  run(argv: readonly string[]): Promise<number>
}

/** A command, or how it is loaded. */
export type MaybeLater<T> = T | (() => Promise<T>)

/** What may be loaded later, now. */
export const loaded = async <T extends object>(thing: MaybeLater<T>): Promise<T> =>
  typeof thing === 'function' ? thing() : thing

/** Commands under one word. */
export interface CommandGroup {
  invocation: string
  description: string
  commands: Readonly<Record<string, MaybeLater<Command | CommandGroup>>>
  /** What the word itself does, where options and none of those words follow it. */
  alone?: MaybeLater<Command>
}

/** A command as data; its arguments are parsed by citty, after what it would let pass was refused. */
export function command<const T extends ArgsDef>(text: CommandText<T>): Command {
  return {
    ...text,
    async run(argv) {
      refuseUnknown(text.invocation, text.args, argv)
      return text.run(parseArgs<T>([...argv], text.args))
    },
  }
}

/** citty ignores options that it does not know, and takes a missing value for an empty one. */
function refuseUnknown(invocation: string, args: ArgsDef, argv: readonly string[]): void {
  const [words, named] = [
    Object.values(args).filter(({ type }) => type === 'positional').length,
    Object.entries(args).filter(([, { type }]) => type !== 'positional'),
  ]
  const options = named.map(
    ([option, { type }]) =>
      [option, { type: type === 'boolean' ? ('boolean' as const) : ('string' as const) }] as const,
  )
  try {
    const allowPositionals = words > 0
    const { positionals } = strictly({ args: [...argv], options: Object.fromEntries(options), allowPositionals })
    if (positionals.length > words) throw new Error(`Unexpected argument '${positionals[words]}'`)
  } catch (error) {
    const [what = ''] = (error instanceof Error ? error.message : String(error)).split(/\.? To specify|\n/)
    throw new UserError(what, `${invocation} --help`)
  }
}
