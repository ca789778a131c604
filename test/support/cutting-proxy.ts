import { connect, createServer, type Socket } from 'node:net'

/** What stands between a client and PostgreSQL, and harms one connection. */
export interface Harm {
  /**
   * Cuts the connection when the client sends a text that holds this; `after`: PostgreSQL gets it, and its answer is
   * lost · `before`: PostgreSQL does not even get it.
   */
  cut?: { at: string; when: 'before' | 'after' }
  /** Gives the client another process id than PostgreSQL did, as poolers do. */
  otherPid?: boolean
}

/** A way to a database that harms its first connection so; later ones pass. */
export async function throughProxy<T>(url: string, harm: Harm, use: (url: string) => Promise<T>): Promise<T> {
  const target = new URL(url)
  const sockets = new Set<Socket>()
  let first = true
  const server = createServer((client) => {
    const backend = connect(Number(target.port), target.hostname)
    const own = first ? harm : { otherPid: harm.otherPid === true }
    first = false
    for (const socket of [client, backend]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => sockets.delete(socket))
    }
    join(client, backend, own)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port')
  const own = new URL(url)
  own.port = String(address.port)
  try {
    return await use(own.href)
  } finally {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  }
}

function join(client: Socket, backend: Socket, { cut, otherPid }: Harm): void {
  let isCut = false
  client.on('data', (chunk) => {
    isCut ||= cut !== undefined && chunk.toString('latin1').includes(cut.at)
    if (isCut && cut?.when === 'before') {
      backend.destroy()
      return void client.destroy()
    }
    backend.write(chunk)
  })
  backend.on('data', (chunk) => {
    if (isCut) return void client.destroy()
    client.write(otherPid ? withOtherPid(chunk) : chunk)
  })
  client.on('close', () => backend.end())
  backend.on('close', () => client.destroy())
}

/** BackendKeyData: `K`, its length (12), the process id, a secret. */
const KEY_DATA = Buffer.from([0x4b, 0, 0, 0, 12])

function withOtherPid(chunk: Buffer): Buffer {
  const at = chunk.indexOf(KEY_DATA)
  if (at === -1) return chunk
  const changed = Buffer.from(chunk)
  changed.writeInt32BE(7, at + KEY_DATA.length)
  return changed
}
