import type { FC } from 'hono/jsx'
import { pinCommand } from '../model/commands.ts'
import type { SeenFinding } from '../model/report.ts'
import { Code } from './mend.tsx'
import { Facts, Moment, Section } from './parts.tsx'
import { visible } from './text/lines.ts'
import { acceptCommand, lapsedOf, withdrawCommand } from './words/decisions.ts'
import { sentence } from './words/text.ts'

interface AcceptanceProps {
  target: string
  seen: SeenFinding
  /** The Worker's address. */
  origin: string
  /** ms */
  now: number
}

/** Who accepted a finding, or how to; absent where it is resolved. */
export const AcceptanceSection: FC<AcceptanceProps> = ({ target, seen, origin, now }) => {
  const { finding, accepted, lapsed, resolvedAt } = seen
  if (resolvedAt !== null) return null
  if (accepted !== undefined) {
    const { who, reason, at, until } = accepted
    return (
      <Section id="acceptance" title="Accepted">
        <p>{visible(reason)}</p>
        <Facts
          rows={[
            ['By', visible(who)],
            ['Since', <Moment at={at} now={now} />],
            ['Until', until === null ? 'it is withdrawn' : <Moment at={until} now={now} />],
          ]}
        />
        <p>It counts for nothing as long as it stays as it is. To withdraw that:</p>
        <Code text={withdrawCommand(origin, target, finding.key)} />
      </Section>
    )
  }
  return (
    <Section id="acceptance" title="If it may stay as it is">
      {lapsed === undefined ? null : <p>{visible(sentence(lapsedOf(lapsed)))}</p>}
      <p>Accept it for a time, with a reason. It is then shown apart and counts for nothing until it changes:</p>
      <Code text={acceptCommand(origin, target, finding.key)} />
      {finding.type === 'drift.pinned' ? (
        <>
          <p>If it is right for good, pin the target as it is now:</p>
          <Code text={pinCommand(target)} />
        </>
      ) : null}
    </Section>
  )
}
