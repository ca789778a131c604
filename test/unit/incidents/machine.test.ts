import { describe, expect, test } from 'vitest'
import { begin, step, type Circumstances, type Step } from '../../../functions/incidents/machine.ts'
import type { IncidentEvent } from '../../../functions/model/incident.ts'
import type { Severity } from '../../../functions/model/finding.ts'
import { policy, when } from './build.ts'

const seen = (severity: Severity = 'high') => ({ type: 'seen', severity, findings: ['drift:table:public.a'] }) as const
const ABSENT = { type: 'absent' } as const
const TICK = { type: 'tick' } as const
const ACKNOWLEDGE = { type: 'acknowledge', by: 'ann' } as const

/** Plays [minute, event] pairs; the pages as `minute reason level`, the stages after each event. */
function play(
  events: readonly (readonly [number, IncidentEvent, Partial<Circumstances>?])[],
  own: Partial<Circumstances> = {},
) {
  let last: Step | null = null
  const pages: string[] = []
  const stages: string[] = []
  for (const [minute, event, there] of events) {
    const circumstances = when(minute, { ...own, ...there })
    if (last !== null) last = step(last.incident, event, circumstances)
    else if (event.type === 'seen') last = begin('drift:table:public.a', event, circumstances)
    for (const { reason, level } of last?.pages ?? []) pages.push(`${minute} ${reason} ${level}`)
    stages.push(last?.incident.stage ?? 'none')
  }
  return { pages, stages, incident: last?.incident }
}

describe('opening and ending', () => {
  test('pages when it opens, and once when it is over', () => {
    const { pages, stages } = play([
      [0, seen()],
      [5, seen()],
      [10, ABSENT],
      [15, ABSENT],
    ])
    expect(pages).toEqual(['0 opened 1', '10 resolved 1'])
    expect(stages).toEqual(['open', 'open', 'resolved', 'resolved'])
  })

  test('pages nobody for n − 1 failures', () => {
    const twice = { threshold: { failures: 3, successes: 1 } }
    expect(
      play(
        [
          [0, seen()],
          [5, seen()],
          [10, ABSENT],
        ],
        twice,
      ).pages,
    ).toEqual([])
    expect(
      play(
        [
          [0, seen()],
          [5, seen()],
          [10, seen()],
        ],
        twice,
      ).pages,
    ).toEqual(['10 opened 1'])
  })

  test('recovers only after m successes in a row', () => {
    const { pages, stages } = play(
      [
        [0, seen()],
        [5, ABSENT],
        [10, seen()],
        [15, ABSENT],
        [20, ABSENT],
      ],
      {
        threshold: { failures: 1, successes: 2 },
      },
    )
    expect(stages).toEqual(['open', 'recovering', 'open', 'recovering', 'resolved'])
    expect(pages).toEqual(['0 opened 1', '20 resolved 1'])
  })

  test('an unknown neither counts nor forgets', () => {
    const twice = { threshold: { failures: 2, successes: 2 } }
    const unknown = { type: 'unknown' } as const
    expect(
      play(
        [
          [0, seen()],
          [5, unknown],
          [10, seen()],
        ],
        twice,
      ).pages,
    ).toEqual(['10 opened 1'])
    expect(
      play(
        [
          [0, seen()],
          [1, seen()],
          [5, ABSENT],
          [10, unknown],
          [15, ABSENT],
        ],
        twice,
      ).stages.at(-1),
    ).toBe('resolved')
  })
})

describe('clocks', () => {
  test.each([
    ['critical', 30],
    ['high', 120],
    ['medium', 480],
    ['low', 1440],
  ] as const)('%s is escalated after %d minutes, along the chain, then repeated', (severity, minutes) => {
    const ticks = Array.from({ length: minutes * 4 }, (_, i) => [i + 1, TICK] as const)
    expect(play([[0, seen(severity)], ...ticks]).pages).toEqual([
      '0 opened 1',
      `${minutes} escalated 2`,
      `${minutes * 2} escalated 3`,
      `${minutes * 3} reminder 3`,
      `${minutes * 4} reminder 3`,
    ])
  })

  test('an acknowledgement stops them', () => {
    expect(
      play([
        [0, seen('critical')],
        [10, ACKNOWLEDGE],
        [11, ACKNOWLEDGE],
        [31, TICK],
        [500, TICK],
      ]).pages,
    ).toEqual(['0 opened 1', '10 acknowledged 1'])
  })

  test('worse than acknowledged is told again; as bad as before is not', () => {
    const { pages } = play([
      [0, seen('medium')],
      [1, ACKNOWLEDGE],
      [5, seen('critical')],
      [6, ACKNOWLEDGE],
      [10, seen('low')],
      [15, seen('critical')],
    ])
    expect(pages).toEqual(['0 opened 1', '1 acknowledged 1', '5 raised 1', '6 acknowledged 1'])
  })

  test('a snooze silences until it ends; then the clock starts anew', () => {
    const { pages } = play([
      [0, seen('critical')],
      [1, { type: 'snooze', by: 'ann', until: when(120).now }],
      [40, TICK],
      [120, TICK],
      [149, TICK],
      [150, TICK],
    ])
    expect(pages).toEqual(['0 opened 1', '150 escalated 2'])
  })
})

describe('hours, windows and mutes', () => {
  const office = { policy: policy({ hours: { medium: { zone: 'Europe/Berlin' } } }) }

  test('what may wait is told when the office opens, on its own clock', () => {
    // 08:00 UTC is 09:00 in Berlin in winter.
    expect(
      play(
        [
          [60, seen('medium')],
          [479, TICK],
          [480, TICK],
        ],
        office,
      ).pages,
    ).toEqual(['480 opened 1'])
    expect(play([[60, seen('critical')]], office).pages).toEqual(['60 opened 1'])
    const saturday = 5 * 1440
    expect(
      play(
        [
          [saturday + 600, seen('medium')],
          [saturday + 1440, TICK],
        ],
        office,
      ).pages,
    ).toEqual([])
  })

  test('what was over before anybody was told is told to nobody', () => {
    expect(
      play(
        [
          [60, seen('medium')],
          [100, ABSENT],
        ],
        office,
      ).pages,
    ).toEqual([])
  })

  test('what appears in a deploy is judged when the deploy is over', () => {
    const deploy = { maintenance: true }
    expect(
      play([
        [0, seen(), deploy],
        [5, seen(), deploy],
        [10, TICK],
      ]).pages,
    ).toEqual(['10 opened 1'])
    expect(
      play([
        [0, seen(), deploy],
        [5, ABSENT, deploy],
        [10, TICK],
      ]).pages,
    ).toEqual([])
  })

  test('what a deploy makes worse is told if it is still worse when the deploy is over', () => {
    const deploy = { maintenance: true }
    expect(
      play([
        [0, seen('medium')],
        [5, seen('critical'), deploy],
        [10, seen('medium')],
      ]).pages,
    ).toEqual(['0 opened 1'])
    expect(
      play([
        [0, seen('medium')],
        [5, seen('critical'), deploy],
        [10, seen('critical')],
      ]).pages,
    ).toEqual(['0 opened 1', '10 raised 1'])
  })

  test('quiet hours over midnight hold back until they end; they belong to the day on which they begin', () => {
    // Sunday 22:00 to Monday 06:00 UTC, and no other night.
    const night = { policy: policy({ quiet: { high: { days: [7], from: '22:00', to: '06:00' } } }) }
    expect(
      play(
        [
          [60, seen('high')],
          [359, TICK],
          [360, TICK],
        ],
        night,
      ).pages,
    ).toEqual(['360 opened 1'])
    expect(play([[1440 + 60, seen('high')]], night).pages).toEqual(['1500 opened 1'])
  })

  test('the end is told as far along the chain as anybody was ever called', () => {
    const { pages } = play([
      [0, seen('high')],
      [120, TICK],
      [121, seen('critical')],
      [125, ABSENT],
    ])
    expect(pages).toEqual(['0 opened 1', '120 escalated 2', '121 raised 1', '125 resolved 2'])
  })

  test('what hangs on a target that is down neither opens nor pages', () => {
    const muted = { muted: true }
    expect(
      play([
        [0, seen('critical')],
        [20, ABSENT, muted],
        [31, TICK, muted],
        [40, TICK],
      ]).pages,
    ).toEqual(['0 opened 1', '40 escalated 2'])
  })

  test('milder than asked for is kept, and pages nobody', () => {
    const { pages, stages } = play(
      [
        [0, seen('low')],
        [5000, TICK],
      ],
      { policy: policy({ pageFrom: 'medium' }) },
    )
    expect([pages, stages]).toEqual([[], ['open', 'open']])
  })
})
