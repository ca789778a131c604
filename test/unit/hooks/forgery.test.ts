import { expect, test } from 'vitest'
import { textOf } from '../../../functions/hooks/read.ts'
import { SENDERS } from '../../../functions/hooks/senders.ts'
import { SenderName } from '../../../functions/model/deploy.ts'
import { SECRETS, signed } from '../../support/hooks.ts'

/** `FORGERIES=100000 npx vitest run --project unit test/unit/hooks/forgery.test.ts` tries as many, of another `SEED`. */
const FORGERIES = Number(process.env.FORGERIES ?? 4000)
const SEED = Number(process.env.SEED ?? 20_261_123)

const T = 1_800_000_000_000
const bytes = new TextEncoder()
const bodies = ['{}', '{"sha":"0123abc","phase":"before"}', `{"ref":"größer","id":"${'x'.repeat(300)}"}`]

/** mulberry32: the same numbers for the same seed. */
function random(seed: number) {
  let state = seed
  return (below: number) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % below
  }
}

type Random = ReturnType<typeof random>

const joined = (...parts: Iterable<number>[]) => Uint8Array.from(parts.flatMap((part) => [...part]))

/** One change of some bytes: a bit flipped, a byte put in, taken out or doubled, an end cut off, two swapped. */
function mutated(before: Uint8Array, next: Random): Uint8Array<ArrayBuffer> {
  const at = next(Math.max(before.length, 1))
  const [head, tail] = [before.subarray(0, at), before.subarray(at)]
  switch (next(6)) {
    case 0:
      return joined(head, [(tail[0] ?? 0) ^ (1 << next(8))], tail.subarray(1))
    case 1:
      return joined(head, [next(256)], tail)
    case 2:
      return joined(head, tail.subarray(1))
    case 3:
      return joined(head, tail.subarray(0, 1), tail)
    case 4:
      return joined(head)
    default:
      return joined(tail, head)
  }
}

/** Whether a delivery is believed, as the front door would ask. */
async function believed(name: SenderName, body: Uint8Array<ArrayBuffer>, pairs: [string, string][]): Promise<boolean> {
  const text = textOf(body.buffer)
  if (text === null) return false
  let headers: Headers
  try {
    headers = new Headers(pairs)
  } catch {
    return false
  }
  return (await SENDERS[name].verify({ body: text, headers }, [SECRETS[name]], T)) === null
}

const same = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((byte, i) => byte === b[i])

/** What a header says: space around it is none of it (RFC 9110, 5.5). */
const value = (text: string) => text.replaceAll(/^[\t\n\r ]+|[\t\n\r ]+$/g, '')

test(`of ${FORGERIES} forged deliveries none is believed, and none breaks`, async () => {
  const next = random(SEED)
  let tried = 0
  for (let i = 0; tried < FORGERIES; i += 1) {
    const name = SenderName.options[i % SenderName.options.length] ?? 'github'
    const body = bytes.encode(bodies[next(bodies.length)])
    const headers = Object.entries(await signed(name, new TextDecoder().decode(body), { at: T, id: 'msg_2abc' }))
    const target = next(headers.length + 1)
    // A bearer token signs no body.
    const onBody = target === headers.length && name !== 'bearer'
    const forgedBody = onBody ? mutated(body, next) : body
    const forged = headers.map(([header, text], j): [string, string] =>
      j === target || (name === 'bearer' && j === 0)
        ? [header, String.fromCharCode(...mutated(bytes.encode(text), next))]
        : [header, text],
    )
    const unchanged = same(body, forgedBody) && forged.every(([, text], j) => value(text) === headers[j]?.[1])
    if (unchanged) continue
    tried += 1
    const what = () => `${name} ${JSON.stringify(forged)} ${new TextDecoder().decode(forgedBody)}`
    if (await believed(name, forgedBody, forged)) throw new Error(`believed: ${what()} (SEED=${SEED})`)
  }
  expect(tried).toBe(FORGERIES)
}, 600_000)

const flipped = (text: Uint8Array, bit: number) =>
  text.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))

test.each(SenderName.options)('%s: every single bit of what is signed counts', async (name) => {
  const body = bytes.encode(bodies[1])
  const headers = Object.entries(await signed(name, bodies[1] ?? '', { at: T, id: 'msg_2abc' }))
  const bits = name === 'bearer' ? 0 : body.length * 8
  for (let bit = 0; bit < bits; bit += 1)
    if (await believed(name, Uint8Array.from(flipped(body, bit)), headers)) throw new Error(`bit ${bit} of the body`)
  for (const [i, [header, text]] of headers.entries()) {
    for (let bit = 0; bit < text.length * 8; bit += 1) {
      const other = String.fromCharCode(...flipped(bytes.encode(text), bit))
      if (await believed(name, body, headers.with(i, [header, other]))) throw new Error(`bit ${bit} of ${header}`)
    }
  }
  expect(await believed(name, body, headers)).toBe(true)
})
