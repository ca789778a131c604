import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

const CHECKOUT = dirname(fileURLToPath(new URL('../../../package.json', import.meta.url)))

/** npm runs scripts in the checkout, wherever it was called: paths that were given are meant from there. */
export function useCallersFolder(): void {
  const { npm_lifecycle_event: script, INIT_CWD: from } = process.env
  if (script !== undefined && from !== undefined && process.cwd() === CHECKOUT) process.chdir(from)
}
