import type { FC } from 'hono/jsx'
import type { JournalView } from '../model/journal-view.ts'
import { targetHref } from './navigation.ts'
import { Page } from './page.tsx'
import { Moment, Section } from './parts.tsx'
import { tallyOf } from './text/journal.ts'
import { visible } from './text/lines.ts'
import { stamp } from './words/text.ts'
import { failureText, verdictText, verdictWord } from './words/verdict.ts'

/** The journal table as Drizzle sees it. */
export const JournalPage: FC<{ view: JournalView; now: number }> = ({ view, now }) => {
  const { target, unknown, failure, entries, strays } = view
  const path = [
    { name: target, href: targetHref(target) },
    { name: 'journal', href: `${targetHref(target)}/journal` },
  ]
  return (
    <Page title={`${target}: the journal`} path={path} live={false}>
      <h1>The journal of {target}</h1>
      <p>
        {view.table} as Drizzle {view.flavour} sees it, read <Moment at={view.at} now={now} />
      </p>
      {unknown ? <p>Unknown: {visible([unknown.reason, unknown.mend].filter(Boolean).join(' → '))}</p> : null}
      {failure ? <p>The next migrate runs nothing: {visible(failureText(failure))}.</p> : null}
      <Section id="entries" title="Migrations" aside={tallyOf(view)}>
        <ul class="rows">
          {entries.map((entry) => (
            <li>
              <span>{verdictWord[entry.verdict]}</span>
              <div>
                <h3>{visible(entry.tag)}</h3>
                <p class="soft">
                  {entry.when === null ? 'no date' : stamp(entry.when)} · {visible(verdictText(entry))}
                </p>
              </div>
            </li>
          ))}
        </ul>
      </Section>
      {strays.length === 0 ? null : (
        <Section id="strays" title="Rows that belong to no migration">
          <ul class="rows">
            {strays.map((row) => (
              <li>
                <span>row {row.id ?? '?'}</span>
                <div>
                  <p>{visible(row.name ?? row.hash)}</p>
                  <p class="soft">{row.createdAt === null ? 'without a stamp' : stamp(row.createdAt)}</p>
                </div>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </Page>
  )
}
