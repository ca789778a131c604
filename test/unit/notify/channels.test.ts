import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { stepsOf } from '../../../functions/notify/steps.ts'
import { CONTRACTS } from './contracts.ts'
import { anyLetter, incident, letter, longestIncident, SECRET, SIGNING, THREADS, WAYS } from './letters.ts'

const names = Object.keys(WAYS).map((name) => name as keyof typeof WAYS)

describe.each(names)('%s', (name) => {
  const way = WAYS[name]

  test('holds to its contract, whatever is in a finding', () => {
    fc.assert(
      fc.property(anyLetter(THREADS[name]), (one) => {
        for (const { request } of stepsOf(way, one)) {
          expect(CONTRACTS[name](request, one)).toEqual([])
          expect(request.body.isWellFormed()).toBe(true)
          // PagerDuty alone has its key in the body.
          expect(request.body.includes(SECRET)).toBe(name === 'pagerduty')
          expect(request.body).not.toContain(SIGNING)
        }
      }),
      { numRuns: 50 },
    )
  })

  test.each(['x', '\u{1F9E8}', '\\', '"', '*', '\n', '\u0000', 'https://evil.example/ '])(
    'the longest incident fits, made of %j',
    (part) => {
      const longest = longestIncident(part)
      for (const thread of [null, THREADS[name]])
        for (const { request } of stepsOf(way, letter(longest, { thread })))
          expect(CONTRACTS[name](request, letter(longest, { thread }))).toEqual([])
    },
  )

  test('says the same twice', () => {
    expect(stepsOf(way, letter()).map(({ request }) => request)).toEqual(
      stepsOf(way, letter()).map(({ request }) => request),
    )
  })

  test('what it sends', () => {
    const thread = THREADS[name]
    const sent = [
      letter(),
      letter(incident({ reason: 'escalated', level: 2 }), { thread }),
      letter(incident({ reason: 'acknowledged', acknowledgedBy: 'Ada' }), { thread }),
      letter(incident({ reason: 'resolved', stage: 'resolved' }), { thread }),
    ].map((one) =>
      stepsOf(way, one).map(({ request: { method, url, headers, body } }) => ({
        to: `${method} ${url.replace(SECRET, '…')}`,
        headers: Object.fromEntries(Object.entries(headers).map(([key, value]) => [key, value.replace(SECRET, '…')])),
        body: JSON.parse(body.replace(SECRET, '…')),
      })),
    )
    expect(sent).toMatchSnapshot()
  })
})
