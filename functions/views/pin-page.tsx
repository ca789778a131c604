import type { FC } from 'hono/jsx'
import type { Fact } from '../model/fact.ts'
import { Code } from './mend.tsx'
import { pinHref, pinsHref, targetHref } from './navigation.ts'
import { Page } from './page.tsx'
import { Facts, Moment, Section } from './parts.tsx'
import { countsSaid, type PinInFull } from './pins.ts'
import { visible } from './text/lines.ts'
import { count } from './words/text.ts'

/** A pin: who approved it and why, what it changed, and every fact; `now` in ms. */
export const PinPage: FC<{ target: string; pin: PinInFull; now: number }> = ({ target, pin, now }) => {
  const { hash, who, reason, at, facts, counts, previous, changes, content } = pin
  const short = hash.slice(0, 12)
  return (
    <Page
      title={`Pin ${short} of ${target}`}
      path={[
        { name: target, href: targetHref(target) },
        { name: 'pins', href: pinsHref(target) },
        { name: short, href: pinHref(target, hash) },
      ]}
    >
      <h1>Pin {short}</h1>
      <p>{visible(reason)}</p>
      <Facts
        rows={[
          ['Pinned', <Moment at={at} now={now} />],
          ['By', visible(who)],
          ['Holds', `${count(facts, 'fact')}: ${countsSaid(counts)}`],
          ['Name', <code>{hash}</code>],
          ...(previous === null
            ? []
            : [['Before', <a href={pinHref(target, previous)}>{previous.slice(0, 12)}</a>] as const]),
        ]}
      />
      {changes === null ? null : (
        <>
          <Keys id="added" title="Added" keys={changes.added} />
          <Keys id="changed" title="Changed" keys={changes.changed} />
          <Keys id="removed" title="Removed" keys={changes.removed} />
        </>
      )}
      <Section id="facts" title="Facts" aside={String(facts)}>
        <Code text={factLines(content)} />
      </Section>
    </Page>
  )
}

const Keys: FC<{ id: string; title: string; keys: readonly string[] }> = ({ id, title, keys }) =>
  keys.length === 0 ? null : (
    <Section id={id} title={title} aside={String(keys.length)}>
      <ul>
        {keys.map((key) => (
          <li>{visible(key)}</li>
        ))}
      </ul>
    </Section>
  )

const factLines = (facts: readonly Fact[]) =>
  facts.map(({ key, value }) => `${key}\n    ${value.replaceAll('\n', '\n    ')}`).join('\n')
