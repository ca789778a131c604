import { WebClient } from '@slack/web-api'
import { ServerClient } from 'postmark'
import { Resend } from 'resend'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import type { HttpRequest } from '../../../functions/notify/channel.ts'
import { stepsOf } from '../../../functions/notify/steps.ts'
import { ANSWERS, outcomeOf, type Said } from './answers.ts'
import { incident, letter, SECRET, THREADS, WAYS } from './letters.ts'

/**
 * A vendor’s own client, which these doubles are held to: it asks for the same as a request of ours, and says whether it takes the answer
 * for a success. PagerDuty’s cannot be given an answer; its types are held to at compile time.
 */
type Client = (request: HttpRequest) => Promise<boolean>

const Mail = z.looseObject({ from: z.string(), to: z.array(z.string()), subject: z.string(), text: z.string() })
const PostmarkMail = z.looseObject({ From: z.string(), To: z.string(), Subject: z.string(), TextBody: z.string() })

const CLIENTS = {
  slack: ({ url, body }) =>
    well(
      new WebClient(SECRET, { retryConfig: { retries: 0 }, rejectRateLimitedCalls: true }).apiCall(
        url.split('/').at(-1) ?? '',
        z.record(z.string(), z.unknown()).parse(JSON.parse(body)),
      ),
    ),
  resend: async ({ headers, body }) => {
    const key = headers['Idempotency-Key'] ?? ''
    const { error } = await new Resend(SECRET).emails.send(Mail.parse(JSON.parse(body)), { idempotencyKey: key })
    return error === null
  },
  postmark: ({ body }) => {
    const { TrackLinks: _, ...mail } = PostmarkMail.parse(JSON.parse(body))
    return well(new ServerClient(SECRET).sendEmail(mail))
  },
} satisfies Partial<Record<keyof typeof WAYS, Client>>

const well = (promise: Promise<unknown>) =>
  promise.then(
    () => true,
    () => false,
  )

const names = ['slack', 'resend', 'postmark'] as const

/** What a client does with the answer, and what it had asked. */
async function asked(name: (typeof names)[number], request: HttpRequest, { status, body = '', headers = {} }: Said) {
  const requests: Request[] = []
  vi.spyOn(console, 'error').mockReturnValue()
  vi.spyOn(console, 'warn').mockReturnValue()
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (url, init) => {
    requests.push(new Request(url, init))
    return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers })
  })
  const took = await CLIENTS[name](request)
  return { took, requests }
}

afterEach(() => {
  vi.restoreAllMocks()
})

/** A form holds texts: what is none is written as JSON in it. */
const unwritten = (value: string): unknown => {
  const json = /^(?:[[{]|true$|false$)/.test(value)
  return json ? JSON.parse(value) : value
}

const written = (type: string | null, text: string): unknown =>
  type?.includes('json')
    ? JSON.parse(text)
    : Object.fromEntries([...new URLSearchParams(text)].map(([key, value]) => [key, unwritten(value)]))

const secretIn = (headers: Headers) => headers.get('authorization') ?? headers.get('x-postmark-server-token')

describe.each(names)('%s’s own client', (name) => {
  test('puts on the wire what we send', async () => {
    const letters = [letter(), letter(incident({ reason: 'escalated', level: 2 }), { thread: THREADS[name] })]
    for (const { request } of letters.flatMap((one) => stepsOf(WAYS[name], one))) {
      const { requests } = await asked(name, request, { status: 200, body: { ok: true, ErrorCode: 0, id: 'x' } })
      expect(requests).toHaveLength(1)
      for (const sent of requests) {
        const { TrackLinks: _, ...body } = z.record(z.string(), z.unknown()).parse(JSON.parse(request.body))
        expect(sent.method).toBe(request.method)
        expect(sent.url).toBe(request.url)
        expect(written(sent.headers.get('content-type'), await sent.text())).toEqual(body)
        const ours = new Headers(request.headers)
        expect(secretIn(sent.headers)).toBe(secretIn(ours))
        expect(sent.headers.get('idempotency-key')).toBe(ours.get('idempotency-key'))
      }
    }
  })

  test.each(ANSWERS.filter(([of]) => of === name).map(([, said]) => said))(
    'makes of %o what we make of it',
    async (said) => {
      const [step] = stepsOf(WAYS[name], letter())
      if (step === undefined) throw new Error('nothing is sent')
      const { took } = await asked(name, step.request, said)
      // The mail is on its way since an earlier try: only we know that we meant the same.
      const again = JSON.stringify(said.body ?? '').includes('invalid_idempotent_request')
      expect(took).toBe(outcomeOf(name, said).outcome === 'sent' && !again)
    },
  )
})
