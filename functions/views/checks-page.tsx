import type { FC } from 'hono/jsx'
import type { CheckText } from '../model/health.ts'
import { checkParts, limitsText, rhythmOf } from './checks.ts'
import { Mend, prose } from './mend.tsx'
import { Page } from './page.tsx'
import { Facts, Section } from './parts.tsx'
import { sentence } from './words/text.ts'

const HREF = '/checks'
const PATH = { name: 'checks', href: HREF }

const SUITES = ['tick', 'daily', 'weekly'] as const

/** All checks of a target's health, by how often they are made. */
export const ChecksPage: FC<{ checks: readonly CheckText[] }> = ({ checks }) => (
  <Page title="Checks" path={[PATH]}>
    <h1>What is looked at in a target’s health</h1>
    {SUITES.map((suite) => {
      const [first, ...rest] = checks.filter((check) => check.suite === suite)
      return first === undefined ? null : (
        <Section id={suite} title={prose(rhythmOf(first)).replace(/\.$/, '')}>
          <ul>
            {[first, ...rest].map((check) => (
              <li>
                <a href={`${HREF}/${check.id}`}>{check.id}</a>: {check.title} <small>({limitsText(check)})</small>
              </li>
            ))}
          </ul>
        </Section>
      )
    })}
  </Page>
)

/** One check: what it tells, why, what mends it, what it needs. */
export const CheckPage: FC<{ check: CheckText }> = ({ check }) => (
  <Page title={check.title} path={[PATH, { name: check.id, href: `${HREF}/${check.id}` }]}>
    <h1>{check.title}</h1>
    <p>{check.why}</p>
    <Section id="resolve" title="What mends it">
      <Mend texts={check.resolve} />
    </Section>
    <Section id="about" title="About the check">
      <Facts rows={checkParts(check).map(([name, text]) => [sentence(name), text])} />
    </Section>
  </Page>
)
