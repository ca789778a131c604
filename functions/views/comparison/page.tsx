import type { FC } from 'hono/jsx'
import { sameOf, type BlueprintComparison, type Comparison } from '../../model/comparison.ts'
import { CompareForm } from '../compare-form.tsx'
import { Code } from '../mend.tsx'
import { targetHref } from '../navigation.ts'
import { Page } from '../page.tsx'
import { Moment, Section, Unknowns } from '../parts.tsx'
import { visible } from '../text/lines.ts'
import { short } from '../words/text.ts'
import { sideSaid, toldFact, toldMigration, toldRows, type Told } from './words.ts'

const COMPARE = { name: 'compare', href: '/compare' }

/** Asks which two targets are to be compared. */
export const ComparePage: FC<{ targets: readonly string[]; from?: string | undefined }> = ({ targets, from }) => (
  <Page title="Compare two targets" path={[COMPARE]} formats={[]} live={false}>
    <h1>Compare two targets</h1>
    <p>Catalog, journal and blueprint of both are read, at most once a minute, and held side by side.</p>
    <CompareForm targets={targets} {...(from !== undefined && targets.includes(from) && { from })} />
  </Page>
)

/** Two targets side by side; `now` in ms. */
export const ComparisonPage: FC<{ comparison: Comparison; now: number }> = ({ comparison, now }) => {
  const { from, to, at, differences, journal, migrations, unknowns } = comparison
  const names = { from: from.target, to: to.target }
  const query = new URLSearchParams({ from: names.from, to: names.to }).toString()
  const path = [COMPARE, { name: `${names.from} beside ${names.to}`, href: `${COMPARE.href}?${query}` }]
  const same = sameOf(comparison)
  return (
    <Page title={`${names.from} beside ${names.to}`} path={path} query={query} live={false}>
      <h1>
        {names.from} beside {names.to}
      </h1>
      <p>
        {same === null ? 'Not all could be looked at.' : same ? 'They are the same.' : 'They differ.'} Read{' '}
        <Moment at={at} now={now} />
      </p>
      {[from, to].map((side) => (
        <p>
          <a href={targetHref(side.target)}>{side.target}</a>: {visible(sideSaid(side))}
        </p>
      ))}
      <Differences
        id="catalog"
        title="Catalog"
        all={differences.filter(({ pinned }) => !pinned).map((one) => toldFact(one, names))}
      />
      <Differences id="journal" title="Journal" all={journal === null ? [] : toldRows(journal, names)} />
      <Differences
        id="blueprint"
        title="Blueprint"
        all={(migrations ?? []).map((migration) => toldMigration(migration, names))}
      />
      <Differences
        id="pinned"
        title="What no migration declares"
        all={differences.filter(({ pinned }) => pinned).map((one) => toldFact(one, names))}
      />
      <Unknowns unknowns={unknowns} />
    </Page>
  )
}

/** What changed from one blueprint of a target to another. */
export const ChangesPage: FC<{ target: string; changes: BlueprintComparison }> = ({ target, changes }) => {
  const { from, to, migrations, differences } = changes
  const names = { from: from.tag, to: to.tag }
  const title = `${from.tag} beside ${to.tag}`
  const path = [
    { name: target, href: targetHref(target) },
    { name: title, href: '' },
  ]
  return (
    <Page title={`${target}: ${title}`} path={path}>
      <h1>
        Blueprint {visible(from.tag)} ({short(from.hash)}) beside {visible(to.tag)} ({short(to.hash)})
      </h1>
      {migrations.length + differences.length === 0 ? <p>They are the same.</p> : null}
      <Differences
        id="migrations"
        title="Migrations"
        all={migrations.map((migration) => toldMigration(migration, names))}
      />
      <Differences id="catalog" title="Catalog" all={differences.map((one) => toldFact(one, names))} />
    </Page>
  )
}

const Differences: FC<{ id: string; title: string; all: readonly Told[] }> = ({ id, title, all }) =>
  all.length === 0 ? null : (
    <Section id={id} title={title} aside={String(all.length)}>
      <ul class="rows">
        {all.map(({ where, what, sides }) => (
          <li>
            <span>{visible(where)}</span>
            <div>
              <h3>{visible(what)}</h3>
              {sides.length === 0 ? null : (
                <div class="sides">
                  {sides.map(({ name, value }) => (
                    <div>
                      <h4>{visible(name)}</h4>
                      <Code text={value} />
                    </div>
                  ))}
                </div>
              )}
            </div>
          </li>
        ))}
      </ul>
    </Section>
  )
