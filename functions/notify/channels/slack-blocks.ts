import type { KnownBlock, RichTextElement, RichTextSection } from '@slack/types'
import { moreSaid, type Message, type Tone } from '../message.ts'
import { clean, fit, line } from '../text.ts'

/** A text of Block Kit, characters (docs.slack.dev, text object). */
const TEXT = 3000

/**
 * What all blocks of a message may have, bytes of their JSON. Slack refuses some 13,000 (`msg_blocks_too_long`) and
 * documents no number: https://github.com/slackapi/bolt-js/issues/2509 and 2867 measured 11,300 to 13,300.
 */
const MOST = 10_000

const EMOJI = {
  critical: 'red_circle',
  high: 'red_circle',
  medium: 'large_orange_circle',
  low: 'large_yellow_circle',
  info: 'large_blue_circle',
  over: 'white_check_mark',
  plain: 'information_source',
} as const satisfies Record<Tone, string>

/**
 * A message as Block Kit's rich text: its elements are data, so that no text in them can be a mention, a link or markup,
 * and statements keep every character. Where all of it is too much, it says less of each finding, then of fewer.
 */
export function slackBlocks(message: Message): KnownBlock[] {
  const { findings, more } = message
  const shorter = findings.map((_, i) => ({
    ...message,
    findings: findings.slice(0, i),
    more: more + findings.length - i,
  }))
  const tries = [
    ...[1500, 600, 200].map((most) => blocksOf(message, most)),
    ...shorter.toReversed().map((one) => blocksOf(one, 200)),
  ]
  return tries.find((blocks) => sizeOf(blocks) <= MOST) ?? blocksOf({ ...message, findings: [], paragraphs: [] }, 200)
}

const sizeOf = (blocks: readonly KnownBlock[]) => new TextEncoder().encode(JSON.stringify(blocks)).length

/** @param most characters of each statement and of a paragraph */
function blocksOf(
  { tone, headline, why, facts, paragraphs, findings, more, links }: Message,
  most: number,
): KnownBlock[] {
  const head: RichTextElement[] = [
    { type: 'emoji', name: EMOJI[tone] },
    text(` ${fit(line(headline), 300)}`, { bold: true }),
    text(`\n${why}\n`),
    text(facts.map(({ label, value }) => `${label}: ${fit(line(value), 200)}`).join('\n')),
  ]
  return [
    richText(section(head)),
    ...paragraphs
      .slice(0, 12)
      .map((paragraph) => richText(section([text(fit(clean(paragraph), Math.min(most, TEXT)))]))),
    ...findings.map(({ severity, title, key, mend }) =>
      richText(
        section([
          text(`${severity} `, { bold: true }),
          text(fit(line(title), 300)),
          text('\n'),
          text(fit(line(key), 200), { code: true }),
        ]),
        ...(mend === '' ? [] : [{ type: 'rich_text_preformatted' as const, elements: [text(fit(clean(mend), most))] }]),
      ),
    ),
    ...(more === 0 ? [] : [richText(section([text(moreSaid(more))]))]),
    ...(links.length === 0 ? [] : [richText(section(linked(links)))]),
  ]
}

type Part = RichTextSection | Extract<KnownBlock, { type: 'rich_text' }>['elements'][number]

const richText = (...elements: Part[]): KnownBlock => ({ type: 'rich_text', elements })

const section = (elements: RichTextElement[]): RichTextSection => ({ type: 'rich_text_section', elements })

/** Slack takes no empty text. */
const text = (said: string, style?: { bold?: true; code?: true }) => ({
  type: 'text' as const,
  text: said === '' ? ' ' : said,
  ...(style && { style }),
})

const linked = (links: Message['links']): RichTextElement[] =>
  links.flatMap(({ label, url }, i) => [...(i === 0 ? [] : [text(' · ')]), { type: 'link', url, text: label } as const])

/**
 * What stands in a notification of the telephone: there &, < and > make mentions and links, and are escaped
 * (docs.slack.dev, "Formatting message text").
 */
export const slackFallback = ({ headline }: Pick<Message, 'headline'>): string =>
  fit(line(headline), 500, (said) => said.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'))
