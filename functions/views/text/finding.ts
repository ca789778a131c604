import type { SeenFinding } from '../../model/report.ts'
import { age } from '../age.ts'
import { words } from '../words.ts'
import { appearedText } from '../words/cause.ts'
import { stamp, subject } from '../words/text.ts'
import { TRUTHS, truthOf } from '../words/truth.ts'
import { type TextOptions, bodyWidth, dim, hang, mending, shade, visible, wrap } from './lines.ts'

/** One finding in full: what, since when, why, and what mends it. */
export function findingText(seen: SeenFinding, options: TextOptions): string {
  const { finding } = seen
  const { title, what, why, mend } = words(finding)
  const body = (text: string) => wrap(text, bodyWidth(options))
  const follows = 'follows' in finding ? finding.follows.map((key) => visible(subject(key))) : []
  const appeared = appearedText('appeared' in finding ? finding.appeared : undefined)
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
      ...(appeared === '' ? [] : hang('came', body(appeared), dim('came', options))),
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
  ]
  return `${blocks.map((block) => block.join('\n')).join('\n\n')}\n`
}

const moment = (at: number, { now }: TextOptions) => `${stamp(at)} (${age(at, now)})`
