import { byStatus, json } from '../answer.ts'
import type { ChannelKind } from '../channel.ts'
import { messageOf, moreSaid, type Message, type Tone } from '../message.ts'
import { clean, fit, inert, line } from '../text.ts'

/** What Teams takes of a message: 28 KB (learn.microsoft.com, "Format cards": the size of a webhook's message). */
const BYTES = 28 * 1024

const COLOURS: Record<Tone, 'Attention' | 'Warning' | 'Good' | 'Accent' | 'Default'> = {
  critical: 'Attention',
  high: 'Attention',
  medium: 'Warning',
  low: 'Warning',
  info: 'Accent',
  over: 'Good',
  plain: 'Default',
}

/**
 * A workflow of Microsoft Teams ("When a Teams webhook request is received"): an Adaptive Card each time, since it names
 * no message that could be changed. Where a card is too large, it says less of each finding.
 */
export const teams: ChannelKind<'teams'> = ({ url }, letter) => {
  const message = messageOf(letter)
  const body =
    [3000, 1000, 300]
      .map((most) => bodyOf(message, most))
      .find((one) => new TextEncoder().encode(one).length <= BYTES) ??
    bodyOf({ ...message, findings: [], paragraphs: [], more: message.more + message.findings.length }, 300)
  const mend =
    'open the workflow in Teams, see that it is on, and put its address into the secret that url_secret names'
  return [
    {
      request: { method: 'POST', url, headers: json, body },
      read: (answer) => byStatus(answer, { who: 'Teams', mend, now: letter.now }),
      essential: true,
    },
  ]
}

const bodyOf = (message: Message, most: number): string =>
  JSON.stringify({
    type: 'message',
    attachments: [
      { contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content: cardOf(message, most) },
    ],
  })

/** https://adaptivecards.io/explorer: text runs know no Markdown and no mentions, text blocks do. */
const cardOf = ({ tone, headline, why, facts, paragraphs, findings, more, links }: Message, most: number) => ({
  type: 'AdaptiveCard',
  $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
  version: '1.5',
  body: [
    runs([{ text: fit(inert(line(headline)), 300), weight: 'Bolder', size: 'Medium', color: COLOURS[tone] }]),
    runs([{ text: inert(why) }]),
    ...facts.map(({ label, value }) =>
      runs([{ text: `${label}: `, isSubtle: true }, { text: fit(inert(line(value)), 200) }]),
    ),
    ...paragraphs.slice(0, 12).map((paragraph) => runs([{ text: fit(inert(paragraph), most) }])),
    ...findings.flatMap(({ severity, title, mend }) => [
      runs([{ text: `${severity} `, weight: 'Bolder' }, { text: fit(inert(line(title)), 300) }]),
      ...(mend === '' ? [] : [runs([{ text: fit(clean(mend), most), fontType: 'Monospace' }])]),
    ]),
    ...(more === 0 ? [] : [runs([{ text: moreSaid(more) }])]),
  ],
  actions: links.map(({ label, url }) => ({ type: 'Action.OpenUrl', title: label, url })),
})

interface Run {
  text: string
  weight?: 'Bolder'
  size?: 'Medium'
  color?: string
  isSubtle?: true
  fontType?: 'Monospace'
}

const runs = (inlines: Run[]) => ({
  type: 'RichTextBlock',
  inlines: inlines.map((run) => ({ type: 'TextRun', ...run, text: run.text === '' ? ' ' : run.text })),
})
