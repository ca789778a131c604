import { readFileSync } from 'node:fs'
import { UserError } from '../../errors.ts'
import { TOKEN_FILE } from '../../start/paths.ts'

const MEND = '--token-file FILE, or set PLUMBLINE_TOKEN to the token that the Worker was given'

/**
 * The token for a Worker: from the file that was named, else PLUMBLINE_TOKEN, else from the file that `npm start` writes;
 * null where there is none.
 * @throws UserError where the named file holds none; no message holds the token
 */
export function tokenIfAny(file: string | undefined): string | null {
  if (file !== undefined) return tokenIn(file)
  // Of several valid tokens the first is the newest.
  const [token = ''] = (process.env.PLUMBLINE_TOKEN ?? '').split(',')
  if (token.trim() !== '') return token.trim()
  try {
    return tokenIn(TOKEN_FILE)
  } catch {
    return null
  }
}

/** The same where one is needed. @throws UserError where there is none */
export function tokenFrom(file: string | undefined): string {
  const token = tokenIfAny(file)
  if (token === null) throw new UserError('no token was given', MEND)
  return token
}

function tokenIn(file: string): string {
  const token = textOf(file)
  if (/^[\w.~+/-]+=*$/.test(token)) return token
  throw new UserError(`${file} does not hold a token alone`, MEND)
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    throw new UserError(`the token cannot be read: ${error instanceof Error ? error.message : String(error)}`, MEND)
  }
}
