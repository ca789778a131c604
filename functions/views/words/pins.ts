import type { FindingOf } from '../../model/finding.ts'
import { count, remark } from './text.ts'
import type { Writing } from './writing.ts'

/** The words for a target that nobody pinned. */
export const unpinned: Writing<FindingOf<'drift.unpinned'>> = {
  heading: 'Nobody has approved what no migration declares',
  write: ({ facts, mend }) => ({
    title: 'Nobody has approved the grants, owners, roles and settings of this target yet',
    what: `The target has ${count(facts, 'fact')} that no migration declares, and there is no pin to compare them with.`,
    why:
      'A change of them is not told until they are pinned: a grant to anon, an owner that was changed, a role that may ' +
      'pass by row security.',
    mend: [remark('look them through (introspect prints them), then pin them as they are:'), ...mend],
  }),
}
