import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { stateOf, type KeptAcceptance } from '../../../functions/model/acceptance.ts'
import { counted } from '../../../functions/model/report.ts'
import { statusOf } from '../../../functions/model/run.ts'
import { decided } from '../../../functions/run/decided.ts'
import { allSamples, clean, NOW, seen, unknown } from '../views/samples.ts'

const kept = async (i: number, change: Partial<KeptAcceptance> = {}): Promise<[string, KeptAcceptance]> => {
  const finding = allSamples[i % allSamples.length]
  if (finding === undefined) throw new Error('no sample')
  const about = { who: 'ana', reason: 'why', at: NOW - 1000, until: null }
  return [finding.key, { key: finding.key, state: await stateOf(finding), ...about, ...change }]
}

/** Samples by key: some share one. */
const findings = [...new Map(allSamples.map((finding) => [finding.key, finding])).values()]

test('whatever was accepted: nothing is lost, the accepted come last, and the status is that of the rest', async () => {
  const indexes = fc.array(fc.nat(findings.length - 1))
  await fc.assert(
    fc.asyncProperty(fc.subarray(findings), indexes, fc.boolean(), async (found, accepted, blind) => {
      const unknowns = blind ? [unknown] : []
      const raw = { ...clean, status: statusOf(found, unknowns), findings: found.map(seen), unknowns }
      const acceptances = new Map(
        await Promise.all(accepted.map((i) => kept(allSamples.indexOf(findings[i] as never)))),
      )
      const report = await decided(raw, { acceptances, pin: null, provenAt: null }, NOW)
      const open = counted(report.findings)
      expect(report.findings.map(({ finding }) => finding.key).toSorted()).toEqual(
        found.map(({ key }) => key).toSorted(),
      )
      expect(report.findings.slice(0, open.length)).toEqual(open)
      expect(open.some(({ finding }) => acceptances.has(finding.key))).toBe(false)
      expect(report.status).toBe(
        statusOf(
          open.map(({ finding }) => finding),
          unknowns,
        ),
      )
    }),
    { numRuns: 50 },
  )
})

test('a target that could not be reached stays unknown, whatever was accepted of what was seen before', async () => {
  const [first] = allSamples
  if (first === undefined) throw new Error('no sample')
  const raw = {
    ...clean,
    status: 'unknown' as const,
    findings: [seen(first)],
    unknowns: [{ ...unknown, check: 'connectivity' as const }],
  }
  const acceptances = new Map([await kept(0)])
  expect((await decided(raw, { acceptances, pin: null, provenAt: null }, NOW)).status).toBe('unknown')
  expect((await decided(raw, { acceptances: new Map(), pin: null, provenAt: null }, NOW)).status).toBe('unknown')
})

test.each([
  ['without an end', {}, 'accepted'],
  ['a moment before its end', { until: NOW + 1 }, 'accepted'],
  ['at its end', { until: NOW }, 'lapsed'],
  ['of another state', { state: 'other' }, 'lapsed'],
])('an acceptance %s: %s → %s', async (_what, change, becomes) => {
  const [first] = allSamples
  if (first === undefined) throw new Error('no sample')
  const raw = { ...clean, status: statusOf([first], []), findings: [seen(first)] }
  const report = await decided(raw, { acceptances: new Map([await kept(0, change)]), pin: null, provenAt: null }, NOW)
  expect(report.findings).toMatchObject([{ [becomes]: { who: 'ana' } }])
  expect(report.status).toBe(becomes === 'accepted' ? 'pass' : 'fail')
})
