import type { components, operations } from '@octokit/openapi-types'
import { z } from 'zod'
import type { WayOf } from '../../model/channel.ts'
import { githubHeaders, isLimited } from '../../model/github.ts'
import { byStatus, json, jsonIn, retryAfter } from '../answer.ts'
import type { ChannelKind, DeliveryStep, HttpAnswer, Letter, Outcome } from '../channel.ts'
import { isLast, messageOf, moreSaid, type Message } from '../message.ts'
import { clean, fit, inert, line } from '../text.ts'

/** What GitHub's own OpenAPI document says of an operation's body. */
type BodyOf<T extends 'issues/create' | 'issues/create-comment' | 'issues/update'> = NonNullable<
  operations[T]['requestBody']
>['content']['application/json']

/** https://github.com/orgs/community/discussions/27190: a body has 65,536 characters; a title 256. */
const TITLE = 256
const MEND = 8000

/** An issue per incident: made, commented on, and closed when it is over. */
export const githubIssue: ChannelKind<'github'> = (way, letter) => {
  const message = messageOf(letter)
  const number = /^[1-9]\d*$/.exec(letter.thread ?? '')?.[0] ?? null
  if (number === null) {
    // What was never told there need not be closed there.
    if (isLast(letter.notification) && letter.notification.about.kind === 'incident') return []
    const body = {
      title: fit(inert(line(message.headline)), TITLE),
      body: bodyOf(message, letter),
      labels: way.labels,
    } satisfies BodyOf<'issues/create'>
    return [send(way, letter, 'POST', '', body)]
  }
  const state = isLast(letter.notification)
    ? ({ state: 'closed', state_reason: 'completed' } satisfies BodyOf<'issues/update'>)
    : ({ state: 'open', title: fit(inert(line(message.headline)), TITLE) } satisfies BodyOf<'issues/update'>)
  const comment = { body: bodyOf(message, letter) } satisfies BodyOf<'issues/create-comment'>
  return [
    { ...send(way, letter, 'PATCH', `/${number}`, state), essential: false },
    send(way, letter, 'POST', `/${number}/comments`, comment),
  ]
}

const Made = z.object({ number: z.number().int().positive() }) satisfies z.ZodType<
  Pick<components['schemas']['issue'], 'number'>
>

function send(
  way: WayOf<'github'>,
  letter: Letter,
  method: 'POST' | 'PATCH',
  path: string,
  body: object,
): DeliveryStep {
  const url = `${way.api}/repos/${way.repository}/issues${path}`
  return {
    request: { method, url, headers: { ...githubHeaders(way.token), ...json }, body: JSON.stringify(body) },
    read: (answer) => {
      const outcome = read(answer, letter.now)
      if (outcome.outcome !== 'sent') return outcome
      return { ...outcome, reply: letter.thread ?? Made.safeParse(jsonIn(answer)).data?.number.toString() ?? null }
    },
    essential: true,
  }
}

function read(answer: HttpAnswer, now: number): Outcome {
  const mend = 'see that the token may write issues (Issues: write) of the repository, and that it has issues'
  if (isLimited({ status: answer.status, headers: new Headers(limits(answer)) }))
    return { outcome: 'again', why: `GitHub’s limit is reached (${answer.status})`, after: waitOf(answer, now) }
  return byStatus(answer, { who: 'GitHub', mend, now })
}

const limits = ({ headers }: HttpAnswer) =>
  ['retry-after', 'x-ratelimit-remaining'].flatMap((name): [string, string][] => {
    const value = headers.get(name)
    return value === null ? [] : [[name, value]]
  })

/** https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api: until the limit begins anew. */
function waitOf(answer: HttpAnswer, now: number): number | null {
  const said = retryAfter(answer, now)
  const reset = Number(answer.headers.get('x-ratelimit-reset') ?? Number.NaN) * 1000
  return said ?? (Number.isFinite(reset) ? Math.min(Math.max(reset - now, 1000), 3_600_000) : null)
}

const bodyOf = ({ why, facts, paragraphs, findings, more, links }: Message, { notification }: Letter): string =>
  [
    plain(why),
    facts.map(({ label, value }) => `- ${label}: ${fit(line(value), 300, plain)}`).join('\n'),
    ...paragraphs.map((paragraph) => fit(clean(paragraph), 3000, plain)),
    ...findings.map(({ severity, title, mend }) =>
      [
        `**${severity}** ${fit(line(title), 1000, plain)}`,
        ...(mend === '' ? [] : [fence(fit(clean(mend), MEND))]),
      ].join('\n\n'),
    ),
    moreSaid(more),
    links.map(({ label, url }) => `[${label}](<${url}>)`).join(' · '),
    `<!-- plumbline ${encodeURIComponent(notification.key.toWellFormed()).replaceAll('-', '%2D').slice(0, 300)} -->`,
  ]
    .filter((part) => part !== '')
    .join('\n\n')

/**
 * CommonMark lets any punctuation be escaped. What GitHub makes links of afterwards, in text, is parted: addresses,
 * mentions, numbers of issues (#1, GH-1) and names of commits.
 */
const plain = (text: string): string =>
  inert(text)
    .replaceAll('#', '#\u{2060}')
    .replaceAll(/\bgh-(?=\d)/gi, '$&\u{2060}')
    .replaceAll(/\b[0-9a-f]{7,64}\b/gi, (hash) => `${hash.slice(0, 4)}\u{2060}${hash.slice(4)}`)
    .replaceAll(/[!-/:-@[-`{-~]/g, '\\$&')

/** Longer ticks than any inside: nothing in it means anything. */
function fence(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length))
  const ticks = '`'.repeat(longest + 1)
  return `${ticks}sql\n${text}\n${ticks}`
}
