import type { Child, FC, PropsWithChildren } from 'hono/jsx'
import type { Unknown } from '../model/finding.ts'
import { age } from './age.ts'
import { Mend, prose } from './mend.tsx'
import { visible } from './text/lines.ts'
import { list, sentence, stamp } from './words/text.ts'

/** How long ago a moment is; the exact time for machines and on hovering. */
export const Age: FC<{ at: number; now: number }> = ({ at, now }) => (
  <time datetime={new Date(at).toISOString()} title={stamp(at)} data-age>
    {age(at, now)}
  </time>
)

/** The same with the exact time in sight: a page that stays open does not grow older by itself. */
export const Moment: FC<{ at: number; now: number }> = ({ at, now }) => (
  <time datetime={new Date(at).toISOString()}>
    <span data-age>{age(at, now)}</span> <span class="soft">({stamp(at)})</span>
  </time>
)

/** A status or severity: colour only repeats what the word says. */
export const Status: FC<{ word: string; says?: string }> = ({ word, says = word }) => (
  <span class={`status ${word}`}>{says}</span>
)

/** A section with its heading. */
export const Section: FC<PropsWithChildren<{ id: string; title: string; aside?: string }>> = ({
  id,
  title,
  aside,
  children,
}) => (
  <section aria-labelledby={id}>
    <h2 id={id}>
      {title} {aside === undefined ? null : <small>{aside}</small>}
    </h2>
    {children}
  </section>
)

/** Names and what is to be said of them. */
export const Facts: FC<{ rows: readonly (readonly [name: string, value: Child])[] }> = ({ rows }) => (
  <dl>
    {rows.map(([name, value]) => (
      <div>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
)

/** How the commands and statements begin that an unknown may name; all else is advice. */
const COMMAND = /^(?:curl|npm|npx|plumbline|wrangler|alter|create|grant) /i

const Help: FC<{ text: string }> = ({ text }) => (COMMAND.test(text) ? <Mend texts={[text]} /> : <p>{prose(text)}</p>)

/** What could not be looked at, why, and what would help; checks that fail for one reason are told together. */
export const Unknowns: FC<{ unknowns: readonly Unknown[] }> = ({ unknowns }) => {
  if (unknowns.length === 0) return null
  const alike = Map.groupBy(unknowns, ({ subject, reason, mend }) => JSON.stringify([subject, reason, mend]))
  return (
    <Section id="unknown" title="Could not be looked at">
      <ul class="rows">
        {[...alike.values()].map((same) => (
          <Unseen unknowns={same} />
        ))}
      </ul>
    </Section>
  )
}

const Unseen: FC<{ unknowns: readonly Unknown[] }> = ({ unknowns }) => {
  const [first] = unknowns
  if (first === undefined) return null
  return (
    <li>
      <Status word="unknown" />
      <div>
        <h3>
          {sentence(list(unknowns.map(({ check }) => check)))}: {visible(first.subject)}
        </h3>
        <p>{prose(first.reason)}</p>
        {first.mend === null ? null : <Help text={first.mend} />}
      </div>
    </li>
  )
}
