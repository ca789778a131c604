import { expect, test } from 'vitest'
import { FAULTS, type Fault } from '../../../scripts/performance-study/trial.ts'
import { study } from '../../../scripts/performance-study/study.ts'

/** How many of each; `npm run docs:performance` tries more. */
const TRIALS = 12

test.each(FAULTS)('deploys of a modelled server: %s', (fault: Fault) => {
  const tally = study(fault, TRIALS, 1000, fault === 'rare-flip' ? '1h' : '15min')
  const expected = {
    nothing: { fast: TRIALS, falseAlarms: 0 },
    busy: { fast: TRIALS, falseAlarms: 0 },
    release: { falseAlarms: 0 },
    neighbour: {},
    'dropped-index': { found: TRIALS },
    'plan-flip': { found: TRIALS },
    'rare-flip': {},
    reset: { unknown: TRIALS },
    restart: { unknown: TRIALS },
    evictions: { unknown: TRIALS },
  } satisfies Record<Fault, Partial<typeof tally>>
  expect(tally).toMatchObject(expected[fault])
})
