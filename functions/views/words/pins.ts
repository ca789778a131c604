import type { FindingOf } from '../../model/finding.ts'
import { brief, count, remark, sentence, subject } from './text.ts'
import type { Writing } from './writing.ts'

/** The words for a fact that no migration declares, and that is not as it was pinned. */
export const pinned: Writing<FindingOf<'drift.pinned'>> = {
  heading: 'What no migration declares is not as it was pinned',
  write: ({ fact, pinned, target, mend }) => ({
    title: `${sentence(subject(fact))} ${pinned === null ? 'is new' : target === null ? 'is gone' : 'was changed'} since it was pinned`,
    what: `The pin has: ${pinned === null ? 'nothing' : brief(pinned)}. The target has: ${target === null ? 'nothing' : brief(target)}.`,
    why: 'No migration declares it, so a person looked it through and approved it; somebody has changed it since.',
    mend: mend.length > 0 ? mend : [remark('undo it by hand, or pin the target again where it is right')],
  }),
}

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
