/** A value as JSON, compressed: counters of one target repeat themselves, and take a tenth. */
export async function compressed(value: unknown): Promise<ArrayBuffer> {
  return new Response(streamOf(JSON.stringify(value)).pipeThrough(new CompressionStream('gzip'))).arrayBuffer()
}

/** What was compressed, unparsed. @param bytes as D1 gives a blob: an array of numbers, or a buffer */
export async function expanded(bytes: unknown): Promise<unknown> {
  const data = bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : Uint8Array.from(bytes as number[])
  return new Response(new Blob([data]).stream().pipeThrough(new DecompressionStream('gzip'))).json()
}

const streamOf = (text: string): ReadableStream<Uint8Array<ArrayBuffer>> => new Blob([text]).stream()
