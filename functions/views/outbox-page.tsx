import type { FC } from 'hono/jsx'
import type { MessageJson, OutboxJson } from './outbox.ts'
import { Page } from './page.tsx'
import { Age, Section, Status } from './parts.tsx'
import { visible } from './text/lines.ts'
import { count } from './words/text.ts'

const STATUS = { waiting: 'unknown', sent: 'pass', dead: 'fail' } as const

/** What waits to be told to people, and what was given up; `now` in ms. */
export const OutboxPage: FC<{ outbox: OutboxJson; now: number }> = ({ outbox: { messages, deadRuns }, now }) => (
  <Page title="Outbox" path={[{ name: 'outbox', href: '/outbox' }]}>
    <h1>Outbox</h1>
    <p>
      {messages.length + deadRuns.length === 0
        ? 'Nothing waits, nothing was given up.'
        : 'What could not be told to people. Once its cause is mended, a message that was given up can be tried again.'}
    </p>
    {messages.length > 0 && (
      <Section id="messages" title="Messages" aside={count(messages.length, 'message')}>
        <ul class="rows">
          {messages.map((message) => (
            <Message message={message} now={now} />
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

const Message: FC<{ message: MessageJson; now: number }> = ({ message, now }) => {
  const { id, channel, target, about, state, queuedAt, tries, lastError } = message
  return (
    <li>
      <span class={`status ${STATUS[state]}`}>{state}</span>
      <div>
        <h3>{visible(about)}</h3>
        <p class="soft">
          {visible(channel)} · {visible(target)} · queued <Age at={Date.parse(queuedAt)} now={now} /> ·{' '}
          {count(tries, 'try', 'tries')}
        </p>
        {lastError === null ? null : <p>{visible(lastError)}</p>}
        {state === 'dead' && (
          <pre>
            <code>{`curl -X POST -H "Authorization: Bearer $PLUMBLINE_TOKEN" …/outbox/${id}/retry`}</code>
          </pre>
        )}
      </div>
    </li>
  )
}
