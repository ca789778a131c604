import type { FC } from 'hono/jsx'
import type { Deploy, Phase, PhaseRecord } from '../model/deploy.ts'
import type { ShownVerdict } from '../model/performance-shown.ts'
import { Code } from './mend.tsx'
import { deployHref, deploysHref, targetHref } from './navigation.ts'
import { Page } from './page.tsx'
import { Moment, Section, Status } from './parts.tsx'
import { groundsOf, statusOfVerdict, WHEN } from './performance/words.ts'
import { visible } from './text/lines.ts'
import { phaseWord, reasonMend, reasonText, shortName, standing, toneOf, type Titles } from './words/deploys.ts'

interface Shown {
  deploy: Deploy
  titles: Titles
  /** The Worker's address, for commands. */
  origin: string
  /** ms */
  now: number
  /** Whether the target is slower since; null: not judged yet. */
  slower?: ShownVerdict | null
}

/** One deploy: what was told of it, and both phases. */
export const DeployPage: FC<Shown> = ({ deploy, titles, origin, now, slower = null }) => {
  const { target, id, sha, ref, environment, sender, state, url, at, migrationsChanged } = deploy
  const { word } = standing(deploy)
  const told = [environment, ref, state, `told by ${sender}`].filter((part) => part !== null)
  return (
    <Page
      title={`${target}: deploy ${shortName(deploy)}`}
      path={[
        { name: target, href: targetHref(target) },
        { name: 'deploys', href: deploysHref(target) },
        { name: shortName(deploy), href: deployHref(target, id) },
      ]}
    >
      <h1>
        Deploy {shortName(deploy)} of {target}
      </h1>
      <p>
        <Status word={toneOf[word]} /> {word}
      </p>
      <p>
        {visible(told.join(' · '))} <Moment at={at} now={now} />
      </p>
      {sha === null ? null : <p class="soft">{sha}</p>}
      {url === null ? null : (
        <p>
          <a href={url}>{visible(url)}</a>
        </p>
      )}
      {migrationsChanged === null || migrationsChanged.length === 0 ? null : (
        <Section id="migrations" title="Migrations that came along">
          <ul class="rows plain">
            {migrationsChanged.map((path) => (
              <li>{visible(path)}</li>
            ))}
          </ul>
        </Section>
      )}
      {(['before', 'after'] as const).map((phase) => {
        const record = deploy[phase]
        return record === null ? null : PhaseSection({ phase, record, target, titles, origin })
      })}
      {slower === null ? null : (
        <Section id="performance" title="Slower since the deploy?">
          <p>
            <Status word={statusOfVerdict(slower.verdict)} />{' '}
            <a href={`${deployHref(target, id)}/performance`}>
              {slower.verdict.verdict} {WHEN[slower.judgedAt]}
            </a>
            : {groundsOf(slower.verdict)}
          </p>
        </Section>
      )}
    </Page>
  )
}

interface PhaseShown extends Pick<Shown, 'titles' | 'origin'> {
  phase: Phase
  record: PhaseRecord
  target: string
}

const PhaseSection = ({ phase, record, target, titles, origin }: PhaseShown) => (
  <Section id={phase} title={phase === 'before' ? 'Before the deploy' : 'After the deploy'} aside={phaseWord(record)}>
    <ul class="rows plain">
      {(record.result?.reasons ?? []).map((reason) => {
        const mend = reasonMend(reason, target, origin)
        return (
          <li>
            <p>{reasonText(reason, titles)}</p>
            {mend === null ? null : <Code text={mend} />}
          </li>
        )
      })}
      {(record.result?.steps ?? []).map(({ step, outcome, said }) => (
        <li>
          <p>
            {visible(step)} {outcome === 'done' ? '' : `(${outcome})`}
          </p>
          <p class="soft">{visible(said)}</p>
        </li>
      ))}
    </ul>
  </Section>
)
