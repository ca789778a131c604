import type { FC } from 'hono/jsx'
import { counted, type TargetReport } from '../model/report.ts'
import type { RunStatus } from '../model/run.ts'
import { RunBars } from './charts/sparkline.tsx'
import { CompareForm } from './compare-form.tsx'
import { Code } from './mend.tsx'
import { targetHref } from './navigation.ts'
import { Page } from './page.tsx'
import { Age, Status } from './parts.tsx'
import { tally } from './tally.ts'
import { count, stamp } from './words/text.ts'
import { WORST_FIRST, worstFirst, worstOf } from './worst-first.ts'

/** How many of the newest runs are drawn: two hours of ticks. */
export const RECENT_RUNS = 24

interface FleetPageProps {
  reports: readonly TargetReport[]
  /** The statuses of the newest runs of each target, oldest first. */
  recent: ReadonlyMap<string, readonly RunStatus[]>
  /** ms */
  now: number
}

/** All targets at a glance, the worst first, each with its newest runs. */
export const FleetPage: FC<FleetPageProps> = ({ reports, recent, now }) => {
  const counts = WORST_FIRST.flatMap((status) => {
    const n = reports.filter((report) => report.status === status).length
    return n === 0 ? [] : [`${n} ${status}`]
  })
  const worst = worstOf(reports)
  return (
    <Page title={['Targets', ...counts].join(' · ')} path={[]} {...(worst && { status: worst })}>
      <h1>Targets</h1>
      {reports.length === 0 ? (
        <>
          <p>No target is configured yet. Name one in wrangler.toml and deploy:</p>
          <Code text={'[vars.TARGETS.shop]\nurl_secret = "SHOP_DATABASE_URL"'} />
        </>
      ) : (
        <>
          <p class="soft">
            {count(reports.length, 'target')} as of{' '}
            <time datetime={new Date(now).toISOString()} data-now>
              {stamp(now)}
            </time>
            : {counts.join(', ')}
          </p>
          <Targets reports={reports} recent={recent} now={now} />
          <CompareForm targets={reports.map(({ target }) => target)} />
        </>
      )}
    </Page>
  )
}

const Targets: FC<FleetPageProps> = ({ reports, recent, now }) => (
  <table>
    <thead>
      <tr>
        <th scope="col">Target</th>
        <th scope="col">Status</th>
        <th scope="col">Open</th>
        <th scope="col" class="wide">
          Environment
        </th>
        <th scope="col" class="wide">
          Migrations
        </th>
        <th scope="col" class="wide">
          Restore proven
        </th>
        <th scope="col" class="wide">
          Newest runs
        </th>
        <th scope="col">Looked</th>
      </tr>
    </thead>
    <tbody>
      {worstFirst(reports).map((report) => (
        <Target report={report} runs={recent.get(report.target) ?? []} now={now} />
      ))}
    </tbody>
  </table>
)

const Target: FC<{ report: TargetReport; runs: readonly RunStatus[]; now: number }> = ({ report, runs, now }) => (
  <tr>
    <th scope="row">
      <a href={targetHref(report.target)}>{report.target}</a>
    </th>
    <td>
      <Status word={report.status} />
    </td>
    <td>{openOf(report)}</td>
    <td class="wide">{report.environment}</td>
    <td class="wide">{report.position === null ? '–' : `${report.position.applied} of ${report.position.of}`}</td>
    <td class="wide">
      {report.provenAt == null ? report.provenAt === null ? 'never' : '–' : <Age at={report.provenAt} now={now} />}
    </td>
    <td class="wide">
      <RunBars runs={runs} room={RECENT_RUNS} />
    </td>
    <td class="short">{report.at === null ? 'never' : <Age at={report.at} now={now} />}</td>
  </tr>
)

/** `2 high, 1 unknown`; nothing that is known is not the same as nothing. */
function openOf({ findings: all, unknowns }: TargetReport): string {
  const findings = counted(all)
  const unseen = unknowns.length === 0 ? [] : [`${unknowns.length} unknown`]
  return [...(findings.length > 0 || unseen.length === 0 ? [tally(findings)] : []), ...unseen]
    .join(', ')
    .replaceAll(/(\d) /g, '$1\u{a0}')
}
