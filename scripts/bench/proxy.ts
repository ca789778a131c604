import { connect, createServer, type Socket } from 'node:net'

/** What passed between a client and PostgreSQL after the client was let in. */
export interface Traffic {
  connections: number
  /** Bursts of a client that PostgreSQL answered with ReadyForQuery; setting the connection up is not counted. */
  roundTrips: number
  /** Bytes that PostgreSQL sent, protocol included. */
  bytes: number
}

export interface CountingProxy {
  /** The same connection string, through the proxy. */
  url: string
  /** What passed since the last call. */
  take(): Traffic
  close(): Promise<void>
}

const READY_FOR_QUERY = 'Z'.charCodeAt(0)

/** Type (1 byte) and length (4 bytes, itself included) of every message. */
const HEADER = 5

/** Calls back for each message of PostgreSQL's protocol, from chunks that end anywhere; `size` in bytes, header included. */
export function messageReader(onMessage: (type: number, size: number) => void): (chunk: Buffer) => void {
  let head = Buffer.alloc(0)
  let rest = 0
  return (chunk) => {
    let at = 0
    while (at < chunk.length) {
      if (rest > 0) {
        const skipped = Math.min(rest, chunk.length - at)
        rest -= skipped
        at += skipped
        continue
      }
      const taken = chunk.subarray(at, at + HEADER - head.length)
      head = Buffer.concat([head, taken])
      at += taken.length
      if (head.length < HEADER) return
      const size = 1 + head.readUInt32BE(1)
      onMessage(head.readUInt8(0), size)
      rest = size - HEADER
      head = Buffer.alloc(0)
    }
  }
}

/** Counts one connection. The first ReadyForQuery ends its set-up. Unencrypted only: no SSLRequest may come first. */
function count(client: Socket, server: Socket, traffic: Traffic): void {
  let settled = false
  let asked = false
  traffic.connections += 1
  client.on('data', () => (asked = true))
  const read = messageReader((type, size) => {
    if (settled) traffic.bytes += size
    if (type !== READY_FOR_QUERY) return
    if (settled && asked) traffic.roundTrips += 1
    settled = true
    asked = false
  })
  server.on('data', read)
}

const nothing = (): Traffic => ({ connections: 0, roundTrips: 0, bytes: 0 })

/** Stands between a client and the PostgreSQL of `url` (without TLS), and counts what passes. */
export async function countingProxy(url: string): Promise<CountingProxy> {
  const to = new URL(url)
  const traffic = nothing()
  const open = new Set<Socket>()
  const proxy = createServer({ noDelay: true }, (client) => {
    const server = connect({ host: to.hostname, port: Number(to.port || 5432), noDelay: true })
    count(client, server, traffic)
    for (const [from, into] of [[client, server] as const, [server, client] as const]) {
      open.add(from)
      from.on('close', () => open.delete(from)).on('error', () => into.destroy())
      from.pipe(into)
    }
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const address = proxy.address()
  if (address === null || typeof address === 'string') throw new Error('the counting proxy has no port')
  const through = new URL(url)
  through.host = `127.0.0.1:${address.port}`
  return {
    url: through.href,
    take() {
      const taken = { ...traffic }
      Object.assign(traffic, nothing())
      return taken
    },
    async close() {
      const closed = new Promise((resolve) => proxy.close(resolve))
      for (const socket of open) socket.destroy()
      await closed
    },
  }
}
