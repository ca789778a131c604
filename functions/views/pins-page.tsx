import type { FC } from 'hono/jsx'
import { pinCommand } from '../model/commands.ts'
import { Code } from './mend.tsx'
import { pinHref, pinsHref, targetHref } from './navigation.ts'
import { Page } from './page.tsx'
import { Age } from './parts.tsx'
import { changesSaid, type PinSummary } from './pins.ts'
import { visible } from './text/lines.ts'

/** What was pinned of a target, the newest first; `now` in ms. */
export const PinsPage: FC<{ target: string; pins: readonly PinSummary[]; now: number }> = ({ target, pins, now }) => (
  <Page
    title={`${target}: pins`}
    path={[
      { name: target, href: targetHref(target) },
      { name: 'pins', href: pinsHref(target) },
    ]}
  >
    <h1>Pins of {target}</h1>
    <p>What no migration declares, as somebody approved it. Runs compare with the newest.</p>
    {pins.length === 0 ? <p>Nobody pinned this target yet:</p> : <Pins target={target} pins={pins} now={now} />}
    {pins.length === 0 ? <Code text={pinCommand(target)} /> : null}
  </Page>
)

const Pins: FC<{ target: string; pins: readonly PinSummary[]; now: number }> = ({ target, pins, now }) => (
  <ul class="rows plain">
    {pins.map((pin) => (
      <li>
        <h2>
          <a href={pinHref(target, pin.hash)}>{pin.hash.slice(0, 12)}</a>{' '}
          <small>{[`${pin.facts} facts`, changesSaid(pin.changes)].filter(Boolean).join(', ')}</small>
        </h2>
        <p>{visible(pin.reason)}</p>
        <p class="soft">
          <Age at={pin.at} now={now} /> by {visible(pin.who)}
        </p>
      </li>
    ))}
  </ul>
)
