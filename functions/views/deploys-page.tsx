import type { FC } from 'hono/jsx'
import type { DeploysShown } from './json/deploys.ts'
import { deployHref, deploysHref, targetHref } from './navigation.ts'
import { Page } from './page.tsx'
import { Age, Section, Status } from './parts.tsx'
import { visible } from './text/lines.ts'
import { shortName, standing, toneOf } from './words/deploys.ts'

/** The deploys of a target, newest first, and what came to its hooks; `now` in ms. */
export const DeploysPage: FC<{ shown: DeploysShown; now: number }> = ({ shown, now }) => {
  const { target, deploys, deliveries, refusals } = shown
  return (
    <Page
      title={`${target}: deploys`}
      path={[
        { name: target, href: targetHref(target) },
        { name: 'deploys', href: deploysHref(target) },
      ]}
    >
      <h1>Deploys of {target}</h1>
      {deploys.length === 0 ? <p>No deploy was told of yet.</p> : null}
      <ul class="rows">
        {deploys.map((deploy) => {
          const { phase, word } = standing(deploy)
          return (
            <li>
              <Status word={toneOf[word]} />
              <div>
                <h2>
                  <a href={deployHref(target, deploy.id)}>{shortName(deploy)}</a>{' '}
                  <small>
                    {phase === null ? 'pushed' : `${word} ${phase} the deploy`}, {deploy.state}
                  </small>
                </h2>
                <p class="soft">
                  <Age at={deploy.at} now={now} /> by {deploy.sender}
                  {deploy.environment === null ? '' : ` to ${visible(deploy.environment)}`}
                </p>
              </div>
            </li>
          )
        })}
      </ul>
      {deliveries.length === 0 ? null : (
        <Section id="deliveries" title="Delivered">
          <ul class="rows plain">
            {deliveries.map(({ at, sender, event, said }) => (
              <li>
                <p>
                  {sender} {visible(event)}: {visible(said)}
                </p>
                <p class="soft">
                  <Age at={at} now={now} />
                </p>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {refusals.length === 0 ? null : (
        <Section id="refused" title="Refused">
          <ul class="rows plain">
            {refusals.map(({ sender, refused, lastAt, reason }) => (
              <li>
                <p>
                  {sender}: {refused}, the last <Age at={lastAt} now={now} />
                </p>
                <p class="soft">{visible(reason)}</p>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </Page>
  )
}
