import type { FC } from 'hono/jsx'
import { Code } from './mend.tsx'
import { retryCommand, type MessageJson, type OutboxJson } from './outbox.ts'
import { Page } from './page.tsx'
import { Age, Section, Status } from './parts.tsx'
import { visible } from './text/lines.ts'
import { count } from './words/text.ts'

const STATUS = { waiting: 'unknown', sent: 'pass', dead: 'fail' } as const

const STATES = { dead: 'Given up', waiting: 'Waiting', sent: 'Sent', all: 'All' } as const

interface OutboxPageProps {
  outbox: OutboxJson
  state: keyof typeof STATES
  /** The Worker's address, for commands. */
  origin: string
  /** ms */
  now: number
}

/** What waits to be told to people, what was told, and what was given up. */
export const OutboxPage: FC<OutboxPageProps> = ({ outbox: { messages, deadRuns }, state, origin, now }) => (
  <Page title="Outbox" path={[{ name: 'outbox', href: '/outbox' }]} query={`state=${state}`}>
    <h1>Outbox</h1>
    <p>What people are told. Once its cause is mended, a message that was given up can be tried again.</p>
    <ul class="inline">
      {Object.entries(STATES).map(([name, said]) => (
        <li>
          <a href={`/outbox?state=${name}`} aria-current={name === state ? 'true' : undefined}>
            {said}
          </a>
        </li>
      ))}
    </ul>
    {messages.length + deadRuns.length === 0 && <p>There is none.</p>}
    {messages.length > 0 && (
      <Section id="messages" title="Messages" aside={count(messages.length, 'message')}>
        <ul class="rows">
          {messages.map((message) => (
            <Message message={message} origin={origin} now={now} />
          ))}
        </ul>
      </Section>
    )}
    {deadRuns.length > 0 && (
      <Section id="runs" title="Runs that broke at every try" aside={count(deadRuns.length, 'run')}>
        <ul class="rows">
          {deadRuns.map(({ target, diedAt, message }) => (
            <li>
              <Status word="fail" />
              <div>
                <h3>{visible(target === '' ? 'no target' : target)}</h3>
                <p class="soft">
                  <Age at={Date.parse(diedAt)} now={now} /> · <code>{visible(JSON.stringify(message))}</code>
                </p>
              </div>
            </li>
          ))}
        </ul>
      </Section>
    )}
  </Page>
)

const Message: FC<{ message: MessageJson; origin: string; now: number }> = ({ message, origin, now }) => {
  const { id, channel, target, about, state, queuedAt, tries, lastError } = message
  return (
    <li>
      <Status word={STATUS[state]} says={state} />
      <div>
        <h3>{visible(about)}</h3>
        <p class="soft">
          {visible(channel)} · {visible(target)} · queued <Age at={Date.parse(queuedAt)} now={now} /> ·{' '}
          {count(tries, 'try', 'tries')}
        </p>
        {lastError === null ? null : <p>{visible(lastError)}</p>}
        {state === 'dead' && <Code text={retryCommand(origin, id)} />}
      </div>
    </li>
  )
}
