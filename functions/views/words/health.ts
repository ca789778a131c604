import type { WritingsOf } from './writing.ts'

/** A check of a target's health brings its own words: functions/checks. */
export const health: WritingsOf<'health'> = {
  'health.check': {
    heading: 'A check of the target’s health',
    write: ({ title, what, why, mend }) => ({ title, what, why, mend }),
  },
}
