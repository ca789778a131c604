import type { FC } from 'hono/jsx'
import type { SeriesTrend, TableTrend, TargetTrends } from '../model/trends.ts'
import { targetHref } from './navigation.ts'
import { prose } from './mend.tsx'
import { Page } from './page.tsx'
import { Section } from './parts.tsx'
import { visible } from './text/lines.ts'
import { bytesText, growthText, readingsText, rowsText, valueText } from './trends.ts'

/** Where a target goes: each series with its end, and the tables that grow fastest. */
export const TrendsPage: FC<{ view: TargetTrends }> = ({ view }) => (
  <Page
    title={`${view.target}: trends`}
    path={[
      { name: view.target, href: targetHref(view.target) },
      { name: 'trends', href: `${targetHref(view.target)}/trends` },
    ]}
  >
    <h1>Where {view.target} goes</h1>
    <p class="soft">{prose(readingsText(view))}</p>
    {view.series.length === 0 ? null : (
      <Section id="series" title="When it ends">
        <ul class="rows plain">
          {view.series.map((one) => (
            <Series one={one} />
          ))}
        </ul>
      </Section>
    )}
    {view.tables.length === 0 ? null : (
      <Section id="tables" title="Tables that grow fastest">
        <ul class="rows plain">
          {view.tables.map((one) => (
            <Table one={one} />
          ))}
        </ul>
      </Section>
    )}
  </Page>
)

const Series: FC<{ one: SeriesTrend }> = ({ one }) => (
  <li>
    <h3>{visible(one.title)}</h3>
    <p>
      {valueText(one)} <small>{one.says}</small>
    </p>
  </li>
)

const Table: FC<{ one: TableTrend }> = ({ one }) => (
  <li>
    <h3>{visible(one.name)}</h3>
    <p>
      {bytesText(one.bytes)}, {rowsText(one)} rows{one.exact ? '' : ' (estimated)'}{' '}
      <small>a day: {growthText(one)}</small>
    </p>
  </li>
)
