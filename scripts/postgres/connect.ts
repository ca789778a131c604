import postgres from 'postgres'
import { oneConnection } from '../../functions/collect/transports/one-connection.ts'
import { UserError } from '../errors.ts'

/**
 * A client of one connection, which is made with its first statement.
 * @param name application_name
 * @throws UserError where encryption would be off over the internet
 */
export function clientOf(url: string, name: string, more: postgres.Options<Record<string, never>> = {}): postgres.Sql {
  const options = oneConnection(url, name)
  if (options.refused !== undefined)
    throw new UserError(
      'the connection string turns encryption off, and the database is neither on this machine nor in a private network',
      'take sslmode=disable out of it',
    )
  return postgres(url, { ...options, ...more })
}
