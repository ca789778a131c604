import { vi } from 'vitest'
import { runCommand } from '../../scripts/commands/support/cli.ts'
import type { Command } from '../../scripts/commands/support/command.ts'

/** Runs a command in this process, as the command line does, and gives what it wrote. */
export async function runHere(
  command: Command,
  argv: readonly string[],
): Promise<{ code: number; stdout: string; stderr: string }> {
  const written = { stdout: '', stderr: '' }
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      written[stream] += String(text)
      return true
    }),
  )
  try {
    return { code: await runCommand(command, argv), ...written }
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
}
