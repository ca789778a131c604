import { pinCommand } from '../../model/commands.ts'
import type { SeenFinding } from '../../model/report.ts'
import { age } from '../age.ts'
import { words } from '../words.ts'
import { appearedText, whoText } from '../words/cause.ts'
import { acceptCommand, byWhom, lapsedOf, withdrawCommand } from '../words/decisions.ts'
import { stamp, subject } from '../words/text.ts'
import { TRUTHS, truthOf } from '../words/truth.ts'
import { type TextOptions, bodyWidth, dim, hang, mending, shade, visible, wrap } from './lines.ts'

/** One finding in full: what, since when, why, what mends it; and, where the target is named, how to accept it. */
export function findingText(seen: SeenFinding, options: TextOptions, target?: string): string {
  const { finding } = seen
  const { title, what, why, mend } = words(finding)
  const body = (text: string) => wrap(text, bodyWidth(options))
  const follows = 'follows' in finding ? finding.follows.map((key) => visible(subject(key))) : []
  const appeared = appearedText('appeared' in finding ? finding.appeared : undefined)
  const who = whoText('who' in finding ? finding.who : undefined)
  const truth = truthOf(finding)
  const migration = 'migration' in finding ? finding.migration : null
  const blocks = [
    hang(finding.severity, body(title), shade(finding.severity, finding.severity, options)),
    [
      ...hang('key', [visible(finding.key)], dim('key', options)),
      ...hang('since', [moment(seen.firstSeen, options)], dim('since', options)),
      ...(seen.resolvedAt === null
        ? hang('seen', [moment(seen.lastSeen, options)], dim('seen', options))
        : hang('resolved', [moment(seen.resolvedAt, options)], dim('resolved', options))),
      ...decided(seen, options),
      ...(appeared === '' ? [] : hang('came', body(appeared), dim('came', options))),
      ...(who === '' ? [] : hang('by', body(visible(who)), dim('by', options))),
      ...(truth === null ? [] : hang('wrong', [TRUTHS[truth]], dim('wrong', options))),
      ...(migration === null ? [] : hang('migration', [visible(migration)], dim('migration', options))),
    ],
    hang('what', body(what), dim('what', options)),
    hang('why', body(why), dim('why', options)),
    hang(
      'mend',
      mend.length > 0 ? mending(mend, bodyWidth(options)) : ['nothing needs to be done'],
      dim('mend', options),
    ),
    ...(follows.length > 0 ? [hang('with it', follows, dim('with it', options))] : []),
    ...(target === undefined ? [] : decide(seen, options, target)),
  ]
  return `${blocks.map((block) => block.join('\n')).join('\n\n')}\n`
}

/** What became of an acceptance of it. */
function decided({ accepted, lapsed }: SeenFinding, options: TextOptions): string[] {
  if (accepted !== undefined)
    return hang('accepted', wrap(byWhom(accepted), bodyWidth(options)), dim('accepted', options))
  return lapsed === undefined ? [] : hang('lapsed', wrap(lapsedOf(lapsed), bodyWidth(options)), dim('lapsed', options))
}

/** The commands that accept it, or take that back. */
function decide({ finding, accepted, resolvedAt }: SeenFinding, options: TextOptions, target: string): string[][] {
  const { origin } = options
  if (origin === undefined || resolvedAt !== null) return []
  if (accepted !== undefined) {
    return [hang('withdraw', [withdrawCommand(origin, target, finding.key)], dim('withdraw', options))]
  }
  const pin = finding.type === 'drift.pinned' ? [hang('or pin', [pinCommand(target)], dim('or pin', options))] : []
  return [hang('accept', [acceptCommand(origin, target, finding.key)], dim('accept', options)), ...pin]
}

const moment = (at: number, { now }: TextOptions) => `${stamp(at)} (${age(at, now)})`
