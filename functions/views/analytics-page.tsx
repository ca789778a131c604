import type { FC } from 'hono/jsx'
import type { Analytics, TargetAnalytics, Week } from '../model/analytics.ts'
import { durationsSaid, failedSaid, spanSaid, waysSaid } from './analytics.ts'
import { LineChart } from './charts/line-chart.tsx'
import { targetHref } from './navigation.ts'
import { Page } from './page.tsx'
import { Facts, Section } from './parts.tsx'

interface AnalyticsPageProps {
  analytics: Analytics
  /** null: it is of all targets. */
  target: string | null
}

const day = (ms: number) => new Date(ms).toISOString().slice(0, 10)

/** How often targets drift, how fast that is noticed and mended, and what became of their migrations. */
export const AnalyticsPage: FC<AnalyticsPageProps> = ({ analytics, target }) => {
  const { from, to, targets } = analytics
  const last = { name: 'analytics', href: target === null ? '/analytics' : `${targetHref(target)}/analytics` }
  const path = target === null ? [last] : [{ name: target, href: targetHref(target) }, last]
  const range = { from: day(from), to: day(to - 1) }
  const query = new URLSearchParams(range).toString()
  const [only] = targets
  return (
    <Page
      title={`${target === null ? 'Analytics' : `${target}: analytics`}`}
      path={path}
      query={query}
      formats={['text', 'json', 'csv']}
    >
      <h1>{target === null ? 'Analytics' : `Analytics of ${target}`}</h1>
      <form method="get">
        <label>
          From <input type="date" name="from" value={range.from} required />
        </label>
        <label>
          to <input type="date" name="to" value={range.to} required />
        </label>
        <button type="submit">Show</button>
      </form>
      {target === null || only === undefined ? <All targets={targets} query={query} /> : <One of={only} />}
    </Page>
  )
}

const All: FC<{ targets: readonly TargetAnalytics[]; query: string }> = ({ targets, query }) =>
  targets.length === 0 ? (
    <p>No target is configured.</p>
  ) : (
    <div class="scroll" role="region" aria-label="All targets" tabindex={0}>
      <table class="figures">
        <thead>
          <tr>
            {[
              'Target',
              'Drifts',
              'Mended',
              'Open',
              'Noticed within',
              'Mended within',
              'Migrations',
              'Deploys failed',
            ].map((name) => (
              <th scope="col">{name}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {targets.map((one) => (
            <tr>
              <th scope="row">
                <a href={`${targetHref(one.target)}/analytics?${query}`}>{one.target}</a>
              </th>
              {[one.drifts, one.mended, one.open, spanSaid(one.notice.median), spanSaid(one.mend.median)].map(
                (value) => (
                  <td>{value}</td>
                ),
              )}
              <td>{one.applied ?? 'unknown'}</td>
              <td>{failedSaid(one)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )

const One: FC<{ of: TargetAnalytics }> = ({ of }) => (
  <>
    <Section id="drift" title="Drift">
      <Facts
        rows={[
          ['Appeared', `${of.drifts}, of which ${of.cameBack} had been mended before`],
          ['Mended', String(of.mended)],
          ['Open', String(of.open)],
          ['Noticed', of.notice.of === 0 ? 'unknown' : `within ${durationsSaid(of.notice)} (between two looks)`],
          ['Mended in', of.mend.of === 0 ? 'nothing was mended' : durationsSaid(of.mend)],
          ['Near deploys', String(of.nearDeploy)],
        ]}
      />
      {of.ways.length === 0 ? null : <p>{waysSaid(of)}.</p>}
      <Weekly id="drifts" title="Drifts by week" weeks={of.weeks} lines={{ appeared: 'drifts', mended: 'mended' }} />
    </Section>
    <Section id="migrations" title="Migrations">
      <Facts
        rows={[
          ['Applied', of.applied === null ? 'unknown: no two days say how many were' : String(of.applied)],
          ['Deploys', String(of.deploys)],
          ['Failed', failedSaid(of)],
          ['Took', of.took.of === 0 ? 'unknown' : durationsSaid(of.took)],
        ]}
      />
      <Weekly
        id="applied"
        title="Migrations by week"
        weeks={of.weeks}
        lines={{ applied: 'applied', 'deploys failed': 'failed' }}
      />
    </Section>
  </>
)

type Line = 'drifts' | 'mended' | 'applied' | 'failed'

const Weekly: FC<{ id: string; title: string; weeks: readonly Week[]; lines: Readonly<Record<string, Line>> }> = (
  props,
) => (
  <LineChart
    id={props.id}
    title={props.title}
    unit="count"
    series={Object.entries(props.lines).map(([name, line]) => ({
      name,
      points: props.weeks.map((week) => ({ at: week.week, value: week[line] })),
    }))}
  />
)
