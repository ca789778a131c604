import type { Child, FC } from 'hono/jsx'
import type { PerformanceDay } from '../../model/performance-day.ts'
import type { AskedVerdict, DeployPerformance, PerformanceShown } from '../../model/performance-shown.ts'
import type { Unjudged } from '../../model/performance-verdict.ts'
import { LineChart } from '../charts/line-chart.tsx'
import type { Series } from '../charts/points.ts'
import { Mend } from '../mend.tsx'
import { deployHref, deploysHref, targetHref } from '../navigation.ts'
import { Page } from '../page.tsx'
import { Moment, Section, Status } from '../parts.tsx'
import { visible } from '../text/lines.ts'
import { words } from '../words.ts'
import { brief, count, sentence } from '../words/text.ts'
import { duration, groundsOf, percent, size, statusOfVerdict, WHEN } from './words.ts'

/** A target's performance: the newest verdict, the last hour's statements. */
export const PerformancePage: FC<{ shown: PerformanceShown; now: number }> = ({ shown, now }) => {
  const { target, at, database, statements, unread, asked, verdicts, days } = shown
  const [newest] = verdicts
  const path = [
    { name: target, href: targetHref(target) },
    { name: 'performance', href: `${targetHref(target)}/performance` },
  ]
  return (
    <Page title={`${target}: performance`} path={path}>
      <h1>Performance of {target}</h1>
      {at === null ? (
        <p>No snapshot of its counters was taken yet: one is, every hour.</p>
      ) : (
        <p>
          Seen <Moment at={at} now={now} />
          {database === null ? '' : ` · ${size(database.bytes)} · ${count(database.connections, 'connection')}`}
        </p>
      )}
      <Unread unread={unread} />
      {asked === null ? null : (
        <Section id="asked" title="As it was asked for">
          {VerdictPart({ shown: asked, now })}
        </Section>
      )}
      {newest === undefined ? null : (
        <Section id="deploy" title="Since the newest deploy">
          <p>
            <a href={`${deployHref(target, newest.deploy)}/performance`}>{visible(newest.deploy)}</a>
          </p>
          {VerdictPart({ shown: newest, now })}
        </Section>
      )}
      {days.length < 2 ? null : (
        <Section id="days" title="Day by day">
          <LineChart id="mean" title="Time of a call, of what took longest" unit="ms" series={meansOf(days)} />
        </Section>
      )}
      {statements.length === 0 ? null : (
        <Section id="statements" title="Statements of the last hour">
          <ul class="rows plain">
            {statements.map(({ text, share, figures }) => (
              <li>
                <p>{visible(brief(text, 160))}</p>
                <p class="soft">
                  {percent(share)} of the time · {figures.calls} calls · {duration(figures.mean)} each ·{' '}
                  {Math.round(figures.blocksPerCall)} blocks
                </p>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </Page>
  )
}

/** So many statements are drawn. */
const DRAWN = 4

/** How long a call took each day, of the statements that took longest on the newest of them; a day without a figure breaks the line. */
function meansOf(days: readonly PerformanceDay[]): Series[] {
  const inOrder = days.toSorted((a, b) => a.day - b.day)
  const newest = inOrder.findLast(({ statements }) => statements !== null)?.statements ?? []
  return newest.slice(0, DRAWN).map(({ key, text }) => ({
    name: brief(text, 60),
    points: inOrder.map(({ day, statements }) => ({
      at: day,
      value: statements?.find((one) => one.key === key)?.figures.mean ?? null,
    })),
  }))
}

/** Whether a target became slower since one deploy. */
export const DeployPerformancePage: FC<{ shown: DeployPerformance; now: number }> = ({ shown, now }) => {
  const { target, deploy, verdicts } = shown
  const path = [
    { name: target, href: targetHref(target) },
    { name: 'deploys', href: deploysHref(target) },
    { name: deploy, href: deployHref(target, deploy) },
    { name: 'performance', href: `${deployHref(target, deploy)}/performance` },
  ]
  const tables = verdicts.at(-1)?.verdict.tables ?? []
  return (
    <Page title={`${target}: slower since the deploy?`} path={path}>
      <h1>Slower since the deploy?</h1>
      {verdicts.length === 0 ? (
        <p>Not judged yet: it is at its end, and 15 minutes, an hour and a day after it.</p>
      ) : (
        verdicts.map((one) => (
          <Section id={`at-${one.judgedAt}`} title={sentence(WHEN[one.judgedAt])}>
            {VerdictPart({ shown: one, now })}
          </Section>
        ))
      )}
      {tables.length === 0 ? null : (
        <Section id="tables" title="What it did to the tables">
          <ul class="rows plain">
            {tables.map(({ table, rows, bytes, rewritten }) => (
              <li>
                <p>
                  {visible(table)}
                  {rewritten ? ' (rewritten)' : ''}
                </p>
                <p class="soft">
                  {rows.before} → {rows.after} rows · {size(bytes.before)} → {size(bytes.after)}
                </p>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </Page>
  )
}

const VerdictPart = ({ shown: { verdict }, now }: { shown: AskedVerdict; now: number }): Child => (
  <>
    <p>
      <Status word={statusOfVerdict(verdict)} says={verdict.verdict} /> {groundsOf(verdict)} ·{' '}
      <Moment at={verdict.at} now={now} />
    </p>
    {verdict.findings.map((finding) => {
      const { title, what, why, mend } = words(finding)
      return (
        <>
          <h3>
            <Status word={finding.severity} /> {visible(title)}
          </h3>
          <p>{visible(what)}</p>
          <p class="soft">{visible(why)}</p>
          <Mend texts={mend} />
        </>
      )
    })}
    <Unread unread={verdict.unknowns} />
  </>
)

const Unread: FC<{ unread: readonly Unjudged[] }> = ({ unread }) => (
  <>
    {unread.map(({ subject, reason, mend }) => (
      <>
        <p>
          <Status word="unknown" /> {visible(`${subject}: ${reason}`)}
        </p>
        {mend === null ? null : <p class="soft">{visible(mend)}</p>}
      </>
    ))}
  </>
)
