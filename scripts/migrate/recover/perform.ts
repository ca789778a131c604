import { UserError } from '../../errors.ts'
import { serverError } from '../../rehearse/server-error.ts'
import { isLoss, type Connection } from '../connection.ts'
import type { Deed, Step } from './step.ts'

const AGAIN = 'npm run -s plumbline -- recover looks again, and says where you are'

/**
 * Does a step whose SQL checks for itself that it is on the right database.
 * @throws UserError where it cannot be done, or PostgreSQL refuses; nothing of a script stays then
 */
export async function performSql(
  connection: Connection,
  { name, lost, after }: Step,
  deed: Extract<Deed, { do: 'script' | 'alone' }>,
  acceptLoss: boolean,
): Promise<void> {
  if (after !== null) throw new UserError(`step ${name} cannot be done yet: ${after}`, AGAIN)
  if (lost.length > 0 && !acceptLoss)
    throw new UserError(`step ${name} was not done: ${lost.join('; ')}`, 'where that is right: --accept-data-loss')
  try {
    if (deed.do === 'script') await connection.run(deed.script)
    else for (const sql of [deed.identity, ...deed.statements]) await connection.run(sql)
  } catch (error) {
    if (isLoss(error))
      throw new UserError(`the connection was lost during step ${name}: whether it is done is not known yet`, AGAIN)
    await connection.run('rollback').catch(() => {})
    const { sqlstate, message, detail } = serverError(error)
    const said = `${sqlstate}: ${message.replace(/^plumbline: /, '')}${detail ? ` (${detail})` : ''}`
    const left = deed.do === 'script' ? 'and nothing of it stays' : 'as a whole; it may be done again'
    throw new UserError(`step ${name} was not done, ${left}: ${said}`, AGAIN)
  }
}
