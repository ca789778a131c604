/**
 * How much is given to be inflated before what came of it is read, bytes. workerd inflates all that it is given, however slowly that is
 * read, and gzip makes 1 KiB of 1 MiB at best: this much becomes 16 MiB at most.
 */
const SLICE = 16 * 1024

/** How much is read at once, bytes; by default it would be 4 KiB. */
const PIECE = 256 * 1024

/**
 * Inflates gzip as fast as it is read, and no faster.
 * @throws TypeError where it is no gzip, is cut off, or its checksum is another; and what `packed` throws
 */
export async function* inflated(packed: AsyncIterable<Uint8Array<ArrayBuffer>>): AsyncGenerator<Uint8Array> {
  const { writable, readable } = new DecompressionStream('gzip')
  const writer = writable.getWriter()
  const reader = readable.getReader({ mode: 'byob' })
  const read = () => heard(reader.read(new Uint8Array(PIECE)))
  let next = read()
  let given = 0
  try {
    for await (const chunk of packed) {
      for (let at = 0; at < chunk.length; at += SLICE) {
        const slice = chunk.subarray(at, at + SLICE)
        const written = heard(writer.write(slice))
        given += slice.length
        if (given < SLICE) continue
        given = 0
        const quiet = heard(written.then(turn))
        for (;;) {
          const got = await Promise.race([next, quiet])
          if (got === null || got.done) break
          yield got.value
          next = read()
        }
      }
    }
    const closed = heard(writer.close())
    for (let got = await next; !got.done; got = await read()) yield got.value
    await closed
  } finally {
    await reader.cancel().catch(() => {})
    await writer.abort().catch(() => {})
  }
}

/** Whoever awaits it hears that it failed; it may be that nobody does any more. */
function heard<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {})
  return promise
}

/** After all that is ready to be read was read. */
const turn = (): Promise<null> => new Promise((resolve) => setTimeout(resolve, 0, null))
