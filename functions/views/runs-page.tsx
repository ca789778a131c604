import type { FC } from 'hono/jsx'
import type { RunSummary } from '../model/report.ts'
import { RunBars } from './charts/sparkline.tsx'
import { measured } from './charts/units.ts'
import { targetHref } from './navigation.ts'
import { Page } from './page.tsx'
import { Age, Status } from './parts.tsx'

interface RunsPageProps {
  target: string
  /** Newest first. */
  runs: readonly RunSummary[]
  /** ms */
  now: number
}

/** The newest runs of a target. */
export const RunsPage: FC<RunsPageProps> = ({ target, runs, now }) => {
  const ended = runs.filter(({ finishedAt }) => finishedAt !== null)
  const path = [
    { name: target, href: targetHref(target) },
    { name: 'runs', href: `${targetHref(target)}/runs` },
  ]
  return (
    <Page title={`${target}: runs`} path={path}>
      <h1>Runs of {target}</h1>
      {runs.length === 0 ? <p>No run has started yet.</p> : null}
      <RunBars runs={ended.map(({ status }) => status).toReversed()} room={RUNS_SHOWN} />
      {runs.length === 0 ? null : (
        <table>
          <thead>
            <tr>
              {['Run', 'Status', 'Found', 'Took'].map((name) => (
                <th scope="col">{name}</th>
              ))}
              <th scope="col">Started</th>
            </tr>
          </thead>
          <tbody>
            {runs.map((run) => (
              <Run run={run} now={now} />
            ))}
          </tbody>
        </table>
      )}
    </Page>
  )
}

/** How many are shown unless more are asked for. */
export const RUNS_SHOWN = 50

const Run: FC<{ run: RunSummary; now: number }> = ({ run, now }) => (
  <tr>
    <th scope="row">
      <a href={`${targetHref(run.target)}/runs/${encodeURIComponent(run.id)}`}>{run.suite}</a>{' '}
      <small class="soft">{run.trigger}</small>
    </th>
    <td>{run.finishedAt === null ? 'running' : <Status word={run.status} />}</td>
    <td>
      {run.finishedAt === null ? '' : `${run.findings} open${run.unknowns === 0 ? '' : `, ${run.unknowns} unknown`}`}
    </td>
    <td>{run.ms === null ? '' : measured(run.ms, 'ms')}</td>
    <td class="short">
      <Age at={run.startedAt} now={now} />
    </td>
  </tr>
)
