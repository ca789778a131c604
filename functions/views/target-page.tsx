import type { Child, FC } from 'hono/jsx'
import type { BackupsView } from '../model/backup/view.ts'
import { counted, type SeenFinding, type TargetReport } from '../model/report.ts'
import { BackupsBrief } from './backups-page.tsx'
import { Timeline } from './charts/timeline.tsx'
import { CompareForm } from './compare-form.tsx'
import { AcceptedFindings, PinSection } from './decisions.tsx'
import { Mend } from './mend.tsx'
import { backupsHref, findingHref, targetHref } from './navigation.ts'
import { Page } from './page.tsx'
import { Age, Facts, Moment, Section, Status, Unknowns } from './parts.tsx'
import { tally } from './tally.ts'
import { provenSaid } from './text/backups.ts'
import { visible } from './text/lines.ts'
import { timelineSpan, type Lane } from './timeline.ts'
import { TruthCards } from './truth-cards.tsx'
import { truthsOf, type TruthSources } from './truths.ts'
import { words } from './words.ts'
import { lapsedOf } from './words/decisions.ts'
import { count } from './words/text.ts'

interface TargetPageProps {
  report: TargetReport
  /** Where its truths come from. */
  sources: TruthSources
  /** What happened lately, by sort. */
  lanes: readonly Lane[]
  /** What is known of its backups without asking anybody; null: its settings do not hold. */
  backups: BackupsView | null
  /** The names of all targets. */
  targets: readonly string[]
  /** ms */
  now: number
}

/** A target: its status, what is open, what could not be looked at. Whatever made the status comes first. */
export const TargetPage: FC<TargetPageProps> = ({ report, sources, lanes, backups, targets, now }) => {
  const { target, environment, status, at, unknowns } = report
  return (
    <Page title={`${target}: ${status}`} status={status} path={[{ name: target, href: targetHref(target) }]}>
      <h1>
        {target} <Status word={status} />
      </h1>
      <p>
        {environment}, {at === null ? 'never looked at yet' : ['looked ', <Moment at={at} now={now} />]}
      </p>
      {status === 'unknown' ? <Unknowns unknowns={unknowns} /> : null}
      <TruthCards target={target} truths={truthsOf(report, sources)} now={now} />
      <Findings report={report} now={now} />
      {status === 'unknown' ? null : <Unknowns unknowns={unknowns} />}
      <AcceptedFindings report={report} now={now} />
      <Section id="timeline" title="The last 30 days">
        <Timeline id="past" title={`What happened to ${target}`} lanes={lanes} span={timelineSpan(now)} now={now} />
      </Section>
      {backups === null ? null : <BackupsBrief view={backups} now={now} />}
      <PinSection report={report} now={now} />
      <Section id="run" title="The newest run">
        <Facts rows={runOf(report, now)} />
        <p>
          <a href={`${targetHref(target)}/runs`}>All runs</a> ·{' '}
          <a href={`${targetHref(target)}/findings?state=resolved`}>Resolved findings</a> ·{' '}
          <a href={`${targetHref(target)}/blueprints`}>Blueprints</a>
        </p>
      </Section>
      <Section id="compare" title="Beside another target">
        <CompareForm targets={targets} from={target} />
      </Section>
    </Page>
  )
}

const Findings: FC<Pick<TargetPageProps, 'report' | 'now'>> = ({ report, now }) => {
  const { target, at, status } = report
  const findings = counted(report.findings)
  if (findings.length === 0)
    return (
      <Section id="findings" title="Findings">
        <p>{status === 'pass' ? nothingFound(report) : 'None that are known.'}</p>
      </Section>
    )
  return (
    <Section id="findings" title="Findings" aside={tally(findings)}>
      <ul class="rows">
        {findings.map((seen) => (
          <Finding target={target} seen={seen} at={at} now={now} />
        ))}
      </ul>
    </Section>
  )
}

const nothingFound = ({ findings }: TargetReport) =>
  `Everything was looked at, and nothing was found${findings.length === 0 ? '' : ' but what was accepted'}.`

const Finding: FC<{ target: string; seen: SeenFinding; at: number | null; now: number }> = (props) => {
  const { finding, firstSeen, lastSeen, lapsed } = props.seen
  const { title, mend } = words(finding)
  const asOfNow = props.at === null || lastSeen >= props.at
  return (
    <li>
      <Status word={finding.severity} />
      <div>
        <h3>
          <a href={findingHref(props.target, finding.key)}>{visible(title)}</a>
        </h3>
        <p class="soft">
          since <Age at={firstSeen} now={props.now} />
          {asOfNow ? null : [', last seen ', <Age at={lastSeen} now={props.now} />]}
        </p>
        {lapsed === undefined ? null : <p class="soft">{visible(lapsedOf(lapsed))}</p>}
        {mend.length === 0 || finding.severity === 'info' ? null : (
          <details>
            <summary>What mends it</summary>
            <Mend texts={mend} />
          </details>
        )}
      </div>
    </li>
  )
}

function runOf(report: TargetReport, now: number): [string, Child][] {
  const { target, run, position, blueprint, provenAt, postgres, figures } = report
  const runs = `${targetHref(target)}/runs`
  return [
    ...row('Run', run && <a href={`${runs}/${encodeURIComponent(run.id)}`}>{run.id}</a>),
    ...row('Journal', position && `${position.applied} of ${position.of} applied, up to ${position.tag ?? 'none'}`),
    ...row('Blueprint', blueprint && `${blueprint.tag} (${blueprint.hash.slice(0, 12)})`),
    ...row('Server', postgres),
    ...(provenAt === undefined ? [] : row('Backups', <Backups target={target} provenAt={provenAt} now={now} />)),
    ...row(
      'Cost',
      figures &&
        `${Math.round(figures.ms)} ms, ${count(figures.roundTrips, 'round trip')}, ${figures.bytes.toLocaleString('en')} bytes`,
    ),
  ]
}

const Backups: FC<{ target: string; provenAt: number | null; now: number }> = ({ target, provenAt, now }) => (
  <>
    <a href={backupsHref(target)}>All</a>, {provenSaid({ provenAt }, now)}
  </>
)

const row = (name: string, value: Child): [string, Child][] => (value === null ? [] : [[name, value]])
