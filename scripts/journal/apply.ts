import postgres from 'postgres'
import { failureOf, stageOf } from '../../functions/collect/failure.ts'
import { clientOf } from '../postgres/connect.ts'
import { Unreachable } from '../client.ts'
import { UserError } from '../errors.ts'

/**
 * Runs a script that is one transaction of its own, on one connection; whatever fails, nothing of it stays.
 * @throws Unreachable where the database does not answer · UserError where it refuses, with its reason
 */
export async function runScript(url: string, script: string): Promise<void> {
  const client = clientOf(url, 'plumbline journal repair')
  try {
    await client.unsafe(script).simple()
  } catch (error) {
    const isRefusal = error instanceof postgres.PostgresError
    const { stage, reason, mend } = failureOf(error, isRefusal ? stageOf(error.code) : 'connect')
    if (stage === 'connect') throw new Unreachable(`the journal was not repaired: ${reason}`, mend)
    const said = reason.replace(/^plumbline: /, '')
    throw new UserError(`the journal was not repaired, and nothing was changed: ${said}`, mend ?? AGAIN)
  } finally {
    await client.end({ timeout: 1 })
  }
}

const AGAIN = 'look at it as it is now: npm run -s plumbline -- journal show'
