import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { countingProxy, messageReader, type CountingProxy } from '../../../scripts/bench/proxy.ts'

/** A message of PostgreSQL's protocol: type, length, body. */
function message(type: string, body = ''): Buffer {
  const head = Buffer.alloc(5)
  head.write(type)
  head.writeUInt32BE(4 + body.length, 1)
  return Buffer.concat([head, Buffer.from(body)])
}

const READY = message('Z', 'I')

describe('messages are told apart', () => {
  const stream = Buffer.concat([message('R', 'ok'), READY, message('D', 'x'.repeat(300)), message('C')])
  const sizes = [7, 6, 305, 5]

  test.each([1, 2, 3, 4, 5, 6, 7, 64, 1000])('in chunks of %i bytes', (size) => {
    const read: [string, number][] = []
    const reader = messageReader((type, bytes) => read.push([String.fromCodePoint(type), bytes]))
    for (let at = 0; at < stream.length; at += size) reader(stream.subarray(at, at + size))
    expect(read).toEqual([
      ['R', sizes[0]],
      ['Z', sizes[1]],
      ['D', sizes[2]],
      ['C', sizes[3]],
    ])
  })
})

/** Sends a text and waits until that many bytes have come back. */
function ask(client: Socket, text: string, answer: number): Promise<void> {
  let left = answer
  return new Promise((resolve) => {
    client.on('data', function take(bytes) {
      left -= bytes.length
      if (left > 0) return
      client.off('data', take)
      resolve()
    })
    client.write(text)
  })
}

describe('what passes is counted', () => {
  const closing: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close()
  })

  /** A server that lets everybody in and answers every byte of a client with a row and ReadyForQuery. */
  async function serverThatAnswers(): Promise<string> {
    const server = createServer((socket) => {
      let known = false
      socket.on('data', (asked) => {
        const answers = Array.from(asked, () => [message('D', 'row'), READY]).flat()
        socket.write(Buffer.concat(known ? answers : [message('R', 'come in'), READY]))
        known = true
      })
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    closing.push(() => new Promise((resolve) => server.close(resolve)))
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('the server has no port')
    return `postgres://postgres@127.0.0.1:${address.port}/postgres`
  }

  async function connectThrough(proxy: CountingProxy): Promise<Socket> {
    const client = connect({ host: '127.0.0.1', port: Number(new URL(proxy.url).port) })
    closing.push(async () => client.destroy())
    await ask(client, 'let me in', message('R', 'come in').length + READY.length)
    return client
  }

  const answer = message('D', 'row').length + READY.length

  test('a burst is one round trip, however many statements it holds; setting up is none', async () => {
    const proxy = await countingProxy(await serverThatAnswers())
    closing.push(() => proxy.close())
    const client = await connectThrough(proxy)
    expect(proxy.take()).toEqual({ connections: 1, roundTrips: 0, bytes: 0 })
    await ask(client, 'a', answer)
    await ask(client, 'b', answer)
    expect(proxy.take()).toEqual({ connections: 0, roundTrips: 2, bytes: 2 * answer })
    await ask(client, 'cd', 2 * answer)
    expect(proxy.take()).toEqual({ connections: 0, roundTrips: 1, bytes: 2 * answer })
  })
})
