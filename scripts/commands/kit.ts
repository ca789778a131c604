import { spawn } from 'node:child_process'
import { findKit } from '../kit/find.ts'
import { PLUMBLINE, type Command, type CommandGroup } from './support/command.ts'

const WORDS = {
  pull: 'Writes a schema in TypeScript from the database',
  introspect: 'Writes a schema in TypeScript from the database: pull, by the name it had before',
  generate: 'Writes the next migration from the schema',
  check: 'Looks for collisions among the migrations that several people generated',
  up: 'Brings the snapshots to drizzle-kit’s newest format',
} as const
type Word = keyof typeof WORDS

/** `plumbline kit …`: what is drizzle-kit's job, by the project's own drizzle-kit and configuration. */
export const kit: CommandGroup = {
  invocation: `${PLUMBLINE} kit`,
  description: 'Runs the project’s own drizzle-kit',
  commands: {
    pull: async () => kitCommand('pull'),
    introspect: async () => kitCommand('introspect'),
    generate: async () => kitCommand('generate'),
    check: async () => kitCommand('check'),
    up: async () => kitCommand('up'),
  },
}

/** All options are drizzle-kit's; the exit code is its own. */
function kitCommand(word: Word): Command {
  return {
    invocation: `${PLUMBLINE} kit ${word}`,
    description: `${WORDS[word]}, by the project’s own drizzle-kit, which takes all options that follow`,
    examples: ['', '--config path/to/drizzle.config.ts'],
    args: {
      config: {
        type: 'string',
        valueHint: 'file',
        description: 'drizzle-kit’s configuration, where it has another name',
      },
    },
    async run(argv) {
      const configured = argv.some((arg) => /^--config(?:=|$)/.test(arg))
      const { bin, version, folder } = await findKit(process.cwd(), configured)
      // 1.0 knows pull alone; before it, pull was another name of introspect, and before that there was none.
      const name = word === 'introspect' || word === 'pull' ? (version.startsWith('0.') ? 'introspect' : 'pull') : word
      return ended(spawn(process.execPath, [bin, name, ...argv], { cwd: folder, stdio: 'inherit' }))
    },
  }
}

const ended = (child: ReturnType<typeof spawn>): Promise<number> =>
  new Promise((resolve, reject) => child.once('error', reject).once('close', (code) => resolve(code ?? 1)))
