import { renderUsage } from 'citty'
import { UserError } from '../../errors.ts'
import { Unreachable } from '../../client.ts'
import { loaded, type Command, type CommandGroup } from './command.ts'
import { print } from './terminal.ts'

/** Exit codes beside those of a look: 2 wrong usage, or something that was to be made was not; 3 could not be looked at. */
const FAILED = 2
const UNKNOWN = 3

const HELP = ['--help', '-h']

/** Runs the command that a command line names and answers the exit code; failures are told, never thrown. */
export const runGroup = (root: CommandGroup, argv: readonly string[]): Promise<number> =>
  telling(() => dispatch(root, argv))

/** Runs a command that stands alone, in the same way. */
export const runCommand = (command: Command, argv: readonly string[]): Promise<number> =>
  telling(() => helpOrRun(command, argv))

async function telling(work: () => Promise<number>): Promise<number> {
  try {
    return await work()
  } catch (error) {
    print(failureText(error), process.stderr)
    return error instanceof Unreachable ? UNKNOWN : FAILED
  }
}

async function dispatch(group: CommandGroup, [word, ...rest]: readonly string[]): Promise<number> {
  if (word === undefined || HELP.includes(word)) {
    print(await groupUsage(group), word === undefined ? process.stderr : process.stdout)
    return word === undefined ? FAILED : 0
  }
  if (group.alone !== undefined && word.startsWith('-')) return helpOrRun(await loaded(group.alone), [word, ...rest])
  const entry = Object.hasOwn(group.commands, word) ? group.commands[word] : undefined
  const found = entry && (await loaded<Command | CommandGroup>(entry))
  if (found === undefined) {
    const known = Object.keys(group.commands).join(', ')
    throw new UserError(`there is no command ${word}; there are: ${known}`, `${group.invocation} --help`)
  }
  return 'commands' in found ? dispatch(found, rest) : helpOrRun(found, rest)
}

async function helpOrRun(command: Command, argv: readonly string[]): Promise<number> {
  if (!argv.some((arg) => HELP.includes(arg))) return command.run(argv)
  print(await commandUsage(command))
  return 0
}

async function commandUsage({ invocation, description, args, examples }: Command): Promise<string> {
  const usage = await renderUsage({ meta: { name: invocation, description }, args })
  const lines = examples.map((example) => `  ${invocation} ${example}`)
  return untrailed(`${usage}\n\nEXAMPLES\n\n${lines.join('\n')}`)
}

async function groupUsage({ invocation, description, commands, alone }: CommandGroup): Promise<string> {
  const subCommands = await Promise.all(
    Object.entries(commands).map(async ([word, entry]) => {
      const { description } = await loaded<Command | CommandGroup>(entry)
      return [word, { meta: { description } }] as const
    }),
  )
  const usage = untrailed(
    await renderUsage({ meta: { name: invocation, description }, subCommands: Object.fromEntries(subCommands) }),
  )
  return alone === undefined ? usage : `${usage}\n\n${await commandUsage(await loaded(alone))}`
}

const untrailed = (text: string) => text.replaceAll(/ +$/gm, '')

/** What went wrong and what mends it; where it went wrong only for those who ask with PLUMBLINE_DEBUG=1. */
export function failureText(error: unknown): string {
  const debug = process.env.PLUMBLINE_DEBUG === '1'
  const stack = debug && error instanceof Error ? [error.stack ?? ''] : []
  const said = error instanceof Error ? error.message : String(error)
  const mend = mendOf(error, debug)
  return [`plumbline: ${said}`, ...(mend === null ? [] : [`→ ${mend}`]), ...stack].join('\n')
}

function mendOf(error: unknown, debug: boolean): string | null {
  if (error instanceof UserError) return error.mend
  // citty's own errors are about the arguments, and say all.
  if (debug || (error instanceof Error && error.name === 'CLIError')) return null
  return 'PLUMBLINE_DEBUG=1 shows where it happened'
}
