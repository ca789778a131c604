import type { FC } from 'hono/jsx'
import { findingHref } from './navigation.ts'
import { Age, Section, Status } from './parts.tsx'
import { visible } from './text/lines.ts'
import type { Agreement, TruthView } from './truths.ts'
import { words } from './words.ts'
import { count, sentence } from './words/text.ts'

/** The colour of each word. */
const TONES: Record<Agreement, string> = { agrees: 'pass', wrong: 'fail', unknown: 'unknown' }

/** How many findings a card names; the section of findings has them all. */
const NAMED = 2

interface TruthCardsProps {
  target: string
  truths: readonly TruthView[]
  /** ms */
  now: number
}

/** What the migrations, the snapshots, the journal and the live catalog say, side by side, and which of them is wrong. */
export const TruthCards: FC<TruthCardsProps> = ({ target, truths, now }) => (
  <Section id="truths" title="The four truths" aside={asideOf(truths)}>
    <ul class="cards">
      {truths.map((truth) => (
        <Card target={target} truth={truth} now={now} />
      ))}
    </ul>
  </Section>
)

function asideOf(truths: readonly TruthView[]): string {
  const wrong = truths.filter(({ agreement }) => agreement === 'wrong').length
  if (wrong > 0) return `${wrong} of ${truths.length} wrong`
  return truths.every(({ agreement }) => agreement === 'agrees') ? 'they agree' : 'not all were seen'
}

const Card: FC<{ target: string; truth: TruthView; now: number }> = ({ target, truth, now }) => {
  const { name, agreement, says, from, at, findings, since } = truth
  return (
    <li>
      <h3>{sentence(name)}</h3>
      <p>
        <Status word={TONES[agreement]} says={agreement} />
        {since === null ? null : (
          <span class="soft">
            {' '}
            since <Age at={since} now={now} />
          </span>
        )}
      </p>
      <p>{says === null ? 'Nobody knows what it says.' : visible(sentence(says))}</p>
      <p class="soft">
        {visible(from)}
        {at === null ? null : [', ', <Age at={at} now={now} />]}
      </p>
      {findings.length === 0 ? null : (
        <ul class="soft">
          {findings.slice(0, NAMED).map(({ finding }) => (
            <li>
              <a href={findingHref(target, finding.key)}>{visible(words(finding).title)}</a>
            </li>
          ))}
          {findings.length <= NAMED ? null : <li>{count(findings.length - NAMED, 'more finding')}</li>}
        </ul>
      )}
    </li>
  )
}
