import type { FC } from 'hono/jsx'
import { pinCommand } from '../model/commands.ts'
import type { TargetReport } from '../model/report.ts'
import { Code } from './mend.tsx'
import { findingHref, pinHref, pinsHref } from './navigation.ts'
import { Moment, Section, Status } from './parts.tsx'
import { tally } from './tally.ts'
import { visible } from './text/lines.ts'
import { words } from './words.ts'
import { count } from './words/text.ts'

interface DecisionsProps {
  report: TargetReport
  /** ms */
  now: number
}

/** What was accepted, apart: its severity is shown, and it counts for nothing. */
export const AcceptedFindings: FC<DecisionsProps> = ({ report: { target, findings }, now }) => {
  const accepted = findings.flatMap(({ accepted, ...seen }) => (accepted ? [{ ...seen, accepted }] : []))
  if (accepted.length === 0) return null
  return (
    <Section id="accepted" title="Accepted" aside={tally(accepted)}>
      <ul class="rows">
        {accepted.map(({ finding, accepted: { who, reason, until } }) => (
          <li>
            <Status word={finding.severity} />
            <div>
              <h3>
                <a href={findingHref(target, finding.key)}>{visible(words(finding).title)}</a>
              </h3>
              <p>{visible(reason)}</p>
              <p class="soft">
                by {visible(who)},{' '}
                {until === null ? 'until it is withdrawn' : ['ends ', <Moment at={until} now={now} />]}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** Who approved what no migration declares, and when. */
export const PinSection: FC<DecisionsProps> = ({ report: { target, pin }, now }) => (
  <Section id="pin" title="What no migration declares">
    {pin === undefined ? (
      <>
        <p>
          Nobody has approved the grants, owners, roles and settings of this target yet. Look them through, then pin
          them:
        </p>
        <Code text={pinCommand(target)} />
      </>
    ) : (
      <p>
        Pinned <Moment at={pin.at} now={now} /> by {visible(pin.who)}: {visible(pin.reason)}{' '}
        <a href={pinHref(target, pin.hash)}>{count(pin.facts, 'fact')}</a> · <a href={pinsHref(target)}>All pins</a>
      </p>
    )}
  </Section>
)
