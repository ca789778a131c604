import { describe, expect, test } from 'vitest'
import { oneAtATime } from '../../../functions/collect/transports/one-at-a-time.ts'
import { waitAfter } from '../../../functions/collect/transports/rate-limit.ts'
import { tlsFor } from '../../../functions/collect/transports/tls.ts'

describe('how a connection is encrypted', () => {
  test.each([
    ['postgresql://u:p@127.0.0.1:5432/d', 'url'],
    ['postgresql://u:p@localhost/d?sslmode=require', 'url'],
    ['postgresql://u:p@[::1]/d', 'url'],
    ['postgresql://u:p@database/d', 'url'],
    ['postgresql://u:p@10.1.2.3/d?sslmode=disable', 'url'],
    ['postgresql://u:p@172.31.0.1/d', 'url'],
    ['postgresql://u:p@1234.hyperdrive.local:5432/d?sslmode=disable', 'url'],
    ['postgresql://u:p@db.abcdefghijklmnopqrst.supabase.co/d', 'verify-full'],
    ['postgresql://u:p@db.abcdefghijklmnopqrst.supabase.co/d?sslmode=require', 'verify-full'],
    ['postgresql://u:p@db.abcdefghijklmnopqrst.supabase.co/d?sslmode=no-verify', 'verify-full'],
    ['postgresql://u:p@172.32.0.1/d', 'verify-full'],
    ['postgresql://u:p@10.example.com/d', 'verify-full'],
    ['postgresql://u:p@example.com/d?sslmode=disable', 'refused'],
    ['postgresql://u:p@example.com/d?ssl=false', 'refused'],
  ])('%s: %s', (url, tls) => expect(tlsFor(url)).toBe(tls))
})

describe('how long a 429 asks to wait', () => {
  const NOW = 1_800_000_000_000
  test.each<[Record<string, string>, number]>([
    [{ 'X-RateLimit-Reset': '12' }, 12_000],
    [{ 'Retry-After': '3', 'X-RateLimit-Reset': '12' }, 12_000],
    [{ 'X-RateLimit-Reset': String(NOW / 1000 + 7) }, 7000],
    [{ 'Retry-After': new Date(NOW + 5000).toUTCString() }, 5000],
    [{ 'X-RateLimit-Reset': '0' }, 250],
    [{ 'X-RateLimit-Reset': '-4' }, 250],
    [{ 'X-RateLimit-Reset': 'soon' }, 60_000],
    [{}, 60_000],
  ])('%j: %d ms', (headers, ms) => expect(waitAfter(new Headers(headers), NOW)).toBe(ms))
})

test('one at a time: in order, and one that fails holds up none', async () => {
  const inTurn = oneAtATime()
  const seen: string[] = []
  const work = (name: string, fails = false) =>
    inTurn(async () => {
      seen.push(`${name} starts`)
      await new Promise((resolve) => setTimeout(resolve, 5))
      seen.push(`${name} ends`)
      if (fails) throw new Error(name)
      return name
    })
  const results = await Promise.allSettled([work('a'), work('b', true), work('c')])
  expect(seen).toEqual(['a starts', 'a ends', 'b starts', 'b ends', 'c starts', 'c ends'])
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
})
