import type { FC } from 'hono/jsx'
import type { IncidentRecord } from '../../model/incident-record.ts'
import { incidentHref, targetHref } from '../navigation.ts'
import { Page } from '../page.tsx'
import { Status } from '../parts.tsx'
import { visible } from '../text/lines.ts'
import { incidentTitle, standingOf } from '../words/incidents.ts'

interface IncidentsPageProps {
  /** null: of all targets. */
  target: string | null
  state: 'open' | 'resolved' | 'all'
  records: readonly IncidentRecord[]
  /** ms */
  now: number
}

const NAMES = { open: 'Open', resolved: 'Resolved', all: 'All' } as const

/** Incidents, the newest first. */
export const IncidentsPage: FC<IncidentsPageProps> = ({ target, state, records, now }) => {
  const here = target === null ? incidentHref() : `${targetHref(target)}/incidents`
  const title = `${NAMES[state]} incidents${target === null ? '' : ` of ${target}`}`
  const path = [
    ...(target === null ? [] : [{ name: target, href: targetHref(target) }]),
    { name: 'incidents', href: here },
  ]
  return (
    <Page title={title} path={path} query={`state=${state}`}>
      <h1>{title}</h1>
      <ul class="inline">
        {(['open', 'resolved', 'all'] as const).map((one) => (
          <li>
            <a href={`${here}?state=${one}`} aria-current={one === state ? 'true' : undefined}>
              {NAMES[one]}
            </a>
          </li>
        ))}
      </ul>
      {records.length === 0 ? <p>There is none.</p> : null}
      <ul class="rows">
        {records.map((record) => (
          <Line record={record} now={now} />
        ))}
      </ul>
    </Page>
  )
}

const Line: FC<{ record: IncidentRecord; now: number }> = ({ record, now }) => (
  <li>
    <Status word={record.incident.stage === 'resolved' ? 'resolved' : record.incident.severity} />
    <div>
      <h2>
        <a href={incidentHref(record.id)}>{visible(incidentTitle(record))}</a>
      </h2>
      <p class="soft">
        {record.id} · {visible(standingOf(record, now))}
      </p>
    </div>
  </li>
)
