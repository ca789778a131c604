import fc from 'fast-check'
import type { ChannelType, ChannelWay } from '../../../functions/model/channel.ts'
import { Severity } from '../../../functions/model/finding.ts'
import { PageReason, Stage } from '../../../functions/model/incident.ts'
import type { Notification } from '../../../functions/model/notification.ts'
import type { Letter } from '../../../functions/notify/channel.ts'

export const NOW = Date.UTC(2026, 2, 1, 12)

export const SECRET = 'xoxb-never-to-be-shown'
export const SIGNING = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'

/** One way of each type, and both providers of mail. */
export const WAYS: Record<Exclude<ChannelType, 'email'> | 'resend' | 'postmark', ChannelWay> = {
  slack: { type: 'slack', api: 'https://slack.com/api', channel: 'C0123456789', token: SECRET },
  'slack-webhook': { type: 'slack-webhook', url: `https://hooks.slack.com/services/T0/B0/${SECRET}` },
  pagerduty: { type: 'pagerduty', api: 'https://events.pagerduty.com', key: SECRET },
  discord: { type: 'discord', url: `https://discord.com/api/webhooks/123456789012345678/${SECRET}` },
  teams: { type: 'teams', url: `https://prod-1.westeurope.logic.azure.com/workflows/x/paths/invoke?sig=${SECRET}` },
  resend: mail('resend'),
  postmark: mail('postmark'),
  github: {
    type: 'github',
    api: 'https://api.github.com',
    token: SECRET,
    repository: 'acme/shop',
    labels: ['plumbline'],
  },
  webhook: { type: 'webhook', url: `https://example.com/in/${SECRET}`, secret: SIGNING },
}

function mail(provider: 'resend' | 'postmark'): ChannelWay {
  const api = provider === 'resend' ? 'https://api.resend.com' : 'https://api.postmarkapp.com'
  const people = { from: 'Plumbline <monitor@example.com>', to: ['dba@example.com', 'Lead <lead@example.com>'] }
  return { type: 'email', provider, api, token: SECRET, stream: null, ...people }
}

/** A thread as each type answers it. */
export const THREADS: Record<keyof typeof WAYS, string | null> = {
  slack: 'C0123456789:1503435956.000247',
  discord: '1234567890123456789',
  github: '42',
  'slack-webhook': null,
  pagerduty: null,
  teams: null,
  resend: null,
  postmark: null,
  webhook: null,
}

export const LINKS = [
  { label: 'Open', url: 'https://plumbline.example/shop/incidents/i-1' },
  { label: 'Acknowledge', url: 'https://plumbline.example/act?token=eyJhIjoxfQ.c2ln&x=1' },
]

type Incident = Extract<Notification['about'], { kind: 'incident' }>

export const incident = (change: Partial<Incident> = {}): Incident => ({
  kind: 'incident',
  incident: 'i-1',
  reason: 'opened',
  level: 1,
  stage: 'open',
  severity: 'high',
  title: 'Column files.workspace_id is already there; 0009_subscriptions will try to make it and fail (42701)',
  since: NOW - 60_000,
  acknowledgedBy: null,
  findings: [
    {
      key: 'drift:column:public.files.workspace_id',
      severity: 'high',
      title: 'Column files.workspace_id is already there',
      mend: ['-- either undo it:', 'alter table public.files drop column workspace_id;'],
    },
  ],
  ...change,
})

/** As much of everything as an incident can have, and more than any channel takes. */
export const longestIncident = (part: string): Incident => {
  const text = part.repeat(20_000 / part.length)
  const found = { key: text, severity: 'critical' as const, title: text, mend: [text, text] }
  return incident({ level: 5, title: text, acknowledgedBy: text, findings: Array.from({ length: 12 }, () => found) })
}

export const letter = (about: Notification['about'] = incident(), change: Partial<Letter> = {}): Letter => ({
  notification: { key: 'i-1:1', at: NOW, target: 'shop', about },
  links: LINKS,
  thread: null,
  now: NOW,
  ...change,
})

/** What somebody might name a column, or write into a comment, to be obeyed by whatever shows it. */
const NASTY = [
  '@channel',
  '@everyone',
  '@here',
  '<!channel>',
  '<!everyone|x>',
  '<@U012AB3CD>',
  '<#C024BE7LR>',
  '<@&123>',
  '<at>All</at>',
  'https://evil.example/x?y=1',
  '<https://evil.example|click>',
  '[click](https://evil.example)',
  '![x](http://evil.example/pixel.png)',
  'www.evil.example',
  '*bold* _it_ ~no~ **b** __u__ ||s||',
  '`code` ``` ```sql',
  '# head\n> quote\n- list\n1. one',
  '<script>alert(1)</script><img src=x onerror=y>',
  '&lt;!channel&gt; &amp;',
  ':smile: :rotating_light:',
  '#1 GH-1 acme/shop#2 deadbeefcafe',
  '\u0000\u0007\u001b[31m\u202e\u2066',
  '\ud800 \udfff',
  '🧨👩‍👩‍👧‍👦 مرحبا 日本語',
  'a\r\nBcc: evil@example.com\r\n\r\n',
  '\\',
  '\\\\`',
  '',
] as const

/** Any text, nasty ones among it, up to 100 kB. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .array(fc.oneof(fc.constantFrom(...NASTY), fc.string({ unit: 'binary' })), { maxLength: 6 })
      .map((parts) => parts.join('')),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...NASTY, 'x'), fc.integer({ min: 1, max: 100_000 }))
      .map(([part, length]) => part.repeat(Math.ceil(length / Math.max(part.length, 1))).slice(0, length)),
  },
)

const anyIncident = fc.record({
  kind: fc.constant('incident' as const),
  incident: fc.constant('i-1'),
  reason: fc.constantFrom(...PageReason.options),
  level: fc.integer({ min: 1, max: 5 }),
  stage: fc.constantFrom(...Stage.options),
  severity: fc.constantFrom(...Severity.options),
  title: anyText,
  since: fc.constant(NOW),
  acknowledgedBy: fc.option(anyText),
  findings: fc.array(
    fc.record({
      key: anyText,
      severity: fc.constantFrom(...Severity.options),
      title: anyText,
      mend: fc.array(anyText, { maxLength: 3 }),
    }),
    { maxLength: 8 },
  ),
})
const anyMigration = fc.record({
  kind: fc.constant('announcement' as const),
  announcement: fc.constant('a-1'),
  step: fc.constantFrom('announced', 'reminder', 'started', 'update', 'done', 'cancelled'),
  title: anyText,
  body: fc.array(anyText, { maxLength: 4 }),
})

/** Any letter, the first of its thread or not. */
export const anyLetter = (thread: string | null): fc.Arbitrary<Letter> =>
  fc
    .tuple(
      fc.oneof(anyIncident, anyMigration, fc.record({ kind: fc.constant('test' as const), by: anyText })),
      fc.constantFrom(null, thread),
      fc.oneof(fc.constant('i-1:7:primary'), fc.string({ unit: 'binary', minLength: 1, maxLength: 20 })),
    )
    .map(([about, thread, key]) => ({
      ...letter(about, { thread }),
      notification: { key, at: NOW, target: 'shop', about },
    }))
