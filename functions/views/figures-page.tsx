import type { FC } from 'hono/jsx'
import { LineChart } from './charts/line-chart.tsx'
import type { FiguresView } from './figures.ts'
import { targetHref } from './navigation.ts'
import { Page } from './page.tsx'
import { count, stamp } from './words/text.ts'

const SPANS = [1, 7, 30, 90, 365] as const

/** Figures of a target over time, with its deploys as upright marks. */
export const FiguresPage: FC<{ view: FiguresView; days: number }> = ({ view, days }) => {
  const { target, from, to, charts, deploys } = view
  const here = `${targetHref(target)}/figures`
  const path = [
    { name: target, href: targetHref(target) },
    { name: 'figures', href: here },
  ]
  return (
    <Page title={`${target}: figures`} path={path} query={`days=${days}`}>
      <h1>Figures of {target}</h1>
      <p class="soft">
        {stamp(from)} to {stamp(to)}. {deploys.length === 0 ? '' : `${count(deploys.length, 'deploy')} marked.`}
      </p>
      <ul class="inline">
        {SPANS.map((span) => (
          <li>
            <a href={`${here}?days=${span}`} aria-current={span === days ? 'true' : undefined}>
              {span === 365 ? 'a year' : count(span, 'day')}
            </a>
          </li>
        ))}
      </ul>
      {charts.map(({ id, title, unit, series }) => (
        <LineChart id={id} title={title} unit={unit} series={series} span={{ from, to }} marks={deploys} />
      ))}
      <p class="soft">
        Beyond 7 days the latency is of whole days. Connections and size are kept for 8 days; what a deploy did to
        statements is said with the <a href={`${targetHref(target)}/deploys`}>deploy</a>.
      </p>
    </Page>
  )
}
