import type { Timeouts } from '../../model/question.ts'
import type { Way } from '../../model/target.ts'
import type { CatalogSql } from '../catalog.ts'
import type { CheckSql } from '../health-statement.ts'
import type { Parting, Transport } from '../transport.ts'
import { edgeFunctionTransport } from './edge-function.ts'
import { managementApiTransport } from './management-api.ts'
import { postgresTransport } from './postgres.ts'

/** What every look brings with it, whatever its way. */
export interface TransportOptions {
  timeouts: Timeouts
  /** The SQL; the Edge Function has its own. */
  catalog: CatalogSql
  /** The texts of supabase/checks; absent where nobody asks for them. */
  checks?: CheckSql
  /** Waits for the end of a connection; absent: the look itself does. */
  parting?: Parting | undefined
}

/** The transport for a way in. */
export function transportFor(way: Way, options: TransportOptions): Transport {
  switch (way.transport) {
    case 'postgres':
      return postgresTransport({ ...options, url: way.url })
    case 'management-api':
      return managementApiTransport({ ...options, api: way.api, projectRef: way.projectRef, token: way.token })
    case 'edge-function':
      return edgeFunctionTransport({ ...options, url: way.url, key: way.key, secret: way.secret })
  }
}
