import { describe, expect, test } from 'vitest'
import { gapsIn } from '../../../functions/checks/backup/gaps.ts'
import { judgeBackups } from '../../../functions/checks/backup/judge.ts'
import { backupsView, type BackupsKnown } from '../../../functions/checks/backup/view.ts'
import { pointName } from '../../../functions/backup/point-name.ts'
import type { PhysicalBackup } from '../../../functions/model/backup/reading.ts'
import { IdempotencyKey } from '../../../functions/model/backup/request.ts'
import { backupPolicyOf, TargetConfig } from '../../../functions/model/target.ts'

const HOUR = 3_600_000
const NOW = Date.UTC(2026, 2, 10, 12)
const at = (text: string) => Date.parse(`2026-03-${text}:00Z`)
const done = (text: string, status = 'COMPLETED'): PhysicalBackup => ({
  id: text,
  status,
  physical: true,
  at: at(text),
})

test.each<[string, PhysicalBackup[], string[]]>([
  ['one a day', [done('10T03:00'), done('09T03:00'), done('08T03:00')], []],
  ['a day without one', [done('10T03:00'), done('08T03:00')], ['2026-03-09']],
  ['a day on which it failed', [done('10T03:00'), done('09T03:00', 'FAILED'), done('08T03:00')], ['2026-03-09']],
  ['none since three days', [done('07T03:00')], ['2026-03-08', '2026-03-09']],
  ['today’s is still to come', [done('09T14:00'), done('08T14:00')], []],
  ['the time of day has moved', [done('10T00:10'), done('08T23:50'), done('07T23:50')], ['2026-03-09']],
  ['none at all', [done('09T03:00', 'FAILED')], []],
  ['from the future', [done('11T03:00'), done('10T03:00')], []],
])('days without a daily backup: %s', (_, listed, gaps) => {
  expect(gapsIn(listed, NOW)).toEqual(gaps)
})

const policy = (enough: BackupsKnown['policy']['enough']) => ({
  enough,
  maxAge: 24 * HOUR,
  pitrLag: 240_000,
  maxProofAge: 720 * HOUR,
})
const known = (change: Partial<BackupsKnown> = {}): BackupsKnown => ({
  target: 'shop',
  environment: 'production',
  policy: policy(['restore-point', 'pitr', 'logical', 'physical']),
  platform: {
    at: NOW,
    platform: { physical: [], pitr: { enabled: true, earliest: NOW - 99 * HOUR, latest: NOW - 60_000 } },
    unread: null,
    points: { state: 'read', newest: null },
  },
  logical: [],
  points: [],
  ...change,
})

/** The types of what is found, and the keys of what is unknown. */
const types = (of: BackupsKnown) => {
  const { findings, unknowns } = judgeBackups(backupsView(of, NOW))
  return [...findings.map(({ type }) => type), ...unknowns.map(({ key }) => key)]
}

/** A logical backup of so many days ago, and whether its restore held. */
const made = (days: number, verified: boolean | null = null) => ({
  id: `b-${days}`,
  target: 'shop',
  takenAt: NOW - days * 24 * HOUR,
  finishedAt: NOW - days * 24 * HOUR,
  where: 'r2://b',
  bytes: 1,
  tables: 1,
  rows: 1,
  serverVersion: '17.9',
  catalogDigest: 'c'.repeat(64),
  manifestSha256: 'b'.repeat(64),
  verified: verified === null ? null : { at: NOW - days * 24 * HOUR, durationMs: 1, ok: verified, compared: {} },
})

describe('what is known of a target’s backups', () => {
  test('a restore point that the platform has removed since counts no more', () => {
    const points = [{ name: 'pl-1', status: 'AVAILABLE', completedOn: NOW - HOUR }]
    const only = { policy: policy(['restore-point']), points }
    expect(types(known(only))).toEqual([])
    const removed = { state: 'read' as const, newest: { name: 'pl-1', status: 'REMOVED', completedOn: null } }
    const { platform } = known()
    expect(types(known({ ...only, platform: { ...platform, points: removed } as never }))).toEqual(['backup.stale'])
  })

  test('a window of recovery that lies far behind is too old', () => {
    expect(types(known())).toEqual([])
    const pitr = { enabled: true, earliest: NOW - 99 * HOUR, latest: NOW - 25 * HOUR }
    const platform = {
      at: NOW,
      platform: { physical: [], pitr },
      unread: null,
      points: { state: 'read' as const, newest: null },
    }
    expect(types(known({ platform }))).toEqual(['backup.stale'])
  })

  test('a restore of our own backups must have been proven within a month of the first, or of the last proof', () => {
    const of = (...logical: ReturnType<typeof made>[]) => types(known({ logical }))
    expect(of()).toEqual([])
    expect(of(made(1), made(30))).toEqual([])
    expect(of(made(1), made(31))).toEqual(['backup.unproven'])
    expect(of(made(1), made(29, true), made(40))).toEqual([])
    expect(of(made(1), made(2, false), made(31, true))).toEqual(['backup.unproven'])
    expect(types(known({ logical: [made(1), made(31)], policy: policy(['pitr']) }))).toEqual([])
  })

  test('where the platform cannot be asked, nobody can say, unless a backup of one’s own is young enough', () => {
    const platform = { reason: 'no way', mend: 'configure one' }
    const unknown = ['backup:restore-point']
    expect(types(known({ platform }))).toEqual(unknown)
    expect(backupsView(known({ platform }), NOW).stale).toBe(null)
    expect(types(known({ platform, policy: policy(['logical']) }))).toEqual(['backup.stale'])
  })
})

const config = (backup?: object) => TargetConfig.safeParse({ url_secret: 'U', ...(backup && { backup }) })

test('the policy: defaults, and what it may not be', () => {
  const { data } = config()
  expect(data && backupPolicyOf(data)).toEqual({
    enough: ['restore-point', 'pitr', 'logical', 'physical'],
    maxAge: 24 * HOUR,
    pitrLag: 240_000,
    maxProofAge: 720 * HOUR,
  })
  const wrong = [
    { enough: [] },
    { enough: ['prayer'] },
    { max_age_hours: 0 },
    { project_ref: 'abcdefghijklmnopqrst' },
    { project_ref: 'shop', token_secret: 'T' },
    { project_ref: 'abcdefghijklmnopqrst', token_secret: 'T', api_url: 'http://example.com' },
    { maxAge: 5 },
  ]
  expect(wrong.map((backup) => config(backup).success)).toEqual(wrong.map(() => false))
})

test('a restore point’s name is the key’s, fits the API, and tells nothing of the key', async () => {
  const names = await Promise.all(
    [
      ['shop', 'k'],
      ['shop', 'k'],
      ['shop', 'l'],
      ['shopk', ''],
    ].map(([target = '', key = '']) => pointName(target, key)),
  )
  expect(new Set(names).size).toBe(3)
  expect(names.every((name) => /^pl-[0-9a-hjkmnp-tv-z]{17}$/.test(name))).toBe(true)
})

test('a key is a string of structured fields, with or without its quotes', () => {
  const keys = ['"a-b"', ' a-b ', 'a b', '', '"', `"${'x'.repeat(200)}"`, 'ä'].map((text) =>
    IdempotencyKey.safeParse(text),
  )
  expect(keys.map(({ data }) => data?.slice(0, 3) ?? null)).toEqual(['a-b', 'a-b', null, null, '"', 'xxx', null])
})
