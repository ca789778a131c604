import type { FC } from 'hono/jsx'
import { RunBars } from './charts/sparkline.tsx'
import { Document } from './page.tsx'
import { Status } from './parts.tsx'
import {
  PUBLIC_DAYS,
  stateOfAll,
  toneOfState,
  troubled,
  type PublicState,
  type PublicTargetView,
} from './public-status.ts'
import { visible } from './text/lines.ts'
import { count, stamp } from './words/text.ts'

const HEADLINES: Record<PublicState, string> = {
  operational: 'All is operational',
  degraded: 'Something is degraded',
  unknown: 'Not all is known',
}

/** What the public may know: how each target is, and how it was on the last 90 days. It leads to no other page. */
export const PublicStatusPage: FC<{ views: readonly PublicTargetView[]; now: number }> = ({ views, now }) => {
  const state = stateOfAll(views)
  return (
    <Document title="Status" status={toneOfState(state)} live>
      <main id="main" class="public">
        <h1>{HEADLINES[state]}</h1>
        <p class="soft">
          As of{' '}
          <time datetime={new Date(now).toISOString()} data-now>
            {stamp(now)}
          </time>
        </p>
        {views.map((view) => (
          <Target view={view} />
        ))}
      </main>
      <footer>
        <p id="fresh" role="status"></p>
      </footer>
    </Document>
  )
}

const Target: FC<{ view: PublicTargetView }> = ({ view }) => {
  const worst = troubled(view)
  return (
    <section>
      <h2>
        {visible(view.name)} <Status word={toneOfState(view.state)} says={view.state} />
      </h2>
      <RunBars runs={view.days.map(({ state }) => toneOfState(state))} room={PUBLIC_DAYS} said={saidOf(view)} />
      <p class="soft">
        {PUBLIC_DAYS} days, today at the right. {saidOf(view)}
      </p>
      {worst.length === 0 ? null : (
        <details>
          <summary>{count(worst.length, 'day that was', 'days that were')} not operational</summary>
          <ul>
            {worst.map((day) => (
              <li>{day}</li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

/** `80 days operational, 2 degraded, 8 unknown.` */
function saidOf({ days }: PublicTargetView): string {
  const of = (state: PublicState) => days.filter((day) => day.state === state).length
  return `${count(of('operational'), 'day')} operational, ${of('degraded')} degraded, ${of('unknown')} unknown.`
}
