/** This machine, a private network, and Hyperdrive's own end of its tunnel: what is said there stays there. */
const NEAR =
  /^(?:localhost|127(?:\.\d+){3}|\[(?:::1|f[cd][\da-f:]+)\]|10(?:\.\d+){3}|192\.168(?:\.\d+){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d+){2}|[^.:]*|.+\.(?:local|internal|localhost))$/i

/** `url`: as the connection string says · verify-full: encrypted, with a verified certificate · refused: neither. */
export type Tls = 'url' | 'verify-full' | 'refused'

/**
 * How a connection must be encrypted. Over the internet always, and never to a certificate that was not verified, which
 * is what the driver makes of `sslmode=require`, and of no sslmode nothing at all.
 */
export function tlsFor(url: string): Tls {
  const { hostname, searchParams } = new URL(url)
  if (NEAR.test(hostname)) return 'url'
  return searchParams.get('sslmode') === 'disable' || searchParams.get('ssl') === 'false' ? 'refused' : 'verify-full'
}
