import type { KnownBlock, RichTextElement, RichTextSection } from '@slack/types'
import { moreSaid, type Message, type Tone } from '../message.ts'
import { clean, fit, line } from '../text.ts'

/** A text of Block Kit (docs.slack.dev, section block: 3,000 characters); rich text has no limit of its own there. */
const TEXT = 3000

/** What a message says in all; Slack takes 50 blocks, and cuts a message's text at 40,000 characters. */
const MEND = 1500

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
 * and statements keep every character.
 */
export function slackBlocks({ tone, headline, why, facts, paragraphs, findings, more, links }: Message): KnownBlock[] {
  const head: RichTextElement[] = [
    { type: 'emoji', name: EMOJI[tone] },
    text(` ${fit(line(headline), 300)}`, { bold: true }),
    text(`\n${why}\n`),
    ...(facts.length === 0
      ? []
      : [text(fit(facts.map(({ label, value }) => `${label}: ${clean(value)}`).join('\n'), TEXT))]),
  ]
  return [
    richText(section(head)),
    ...(fit(clean(paragraphs.join('\n\n')), TEXT * 3)
      .match(new RegExp(`[^]{1,${TEXT}}`, 'gu'))
      ?.map((part) => richText(section([text(part)]))) ?? []),
    ...findings.map(({ severity, title, key, mend }) =>
      richText(
        section([
          text(`${severity} `, { bold: true }),
          text(fit(line(title), 600)),
          text('\n'),
          text(fit(line(key), 300), { code: true }),
        ]),
        ...(mend === '' ? [] : [{ type: 'rich_text_preformatted' as const, elements: [text(fit(clean(mend), MEND))] }]),
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
