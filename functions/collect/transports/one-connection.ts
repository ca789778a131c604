import type postgres from 'postgres'
import { tlsFor } from './tls.ts'

/**
 * How the driver is told to be one session from the first statement to the last: a second connection would see another
 * snapshot, and not hold what the first has locked. Encrypted as tls.ts says.
 * @param name application_name, which others see in pg_stat_activity
 */
export function oneConnection(url: string, name: string): Refused | OneConnection {
  const tls = tlsFor(url)
  if (tls === 'refused') return { refused: PLAIN, mend: ENCRYPT }
  return {
    ...(tls === 'url' ? {} : { ssl: tls }),
    max: 1,
    prepare: false,
    fetch_types: false,
    /** s */
    connect_timeout: 5,
    idle_timeout: 0,
    max_lifetime: null,
    onnotice: () => {},
    connection: { application_name: name },
  }
}

/** What would be said in the clear over the internet is not said. */
interface Refused {
  refused: string
  mend: string
}

type OneConnection = postgres.Options<Record<string, never>> & { refused?: never }

const PLAIN = 'its connection string turns encryption off, and it is not on this machine or a private network'
const ENCRYPT = 'take sslmode=disable out of it; reach Supabase through Hyperdrive with Supabase’s CA certificate'
