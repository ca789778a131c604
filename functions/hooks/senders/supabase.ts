import { z } from 'zod'
import { ignored, parsed, type Sender, type What } from '../message.ts'
import { verifyStandard, wrongStandardSecret } from '../standard-webhooks.ts'

const Event = z.object({
  id: z.string().min(1).max(200),
  type: z.string(),
  payload: z.object({ project_ref: z.string().nullish() }),
})

/** Events of a project after which its database may be another than before. */
const LOOKS = /^v\d+\.project\.(?!deleted|removed|backup\.started)/

/**
 * Supabase's Platform Webhooks: Standard Webhooks. None tells of a deploy or a migration; what happens to a project
 * is worth a look. https://supabase.com/docs/guides/platform/webhooks/events
 */
export const supabase: Sender = {
  name: 'supabase',
  signsDelivery: true,
  secretFrom: 'the signing secret whsec_… of the webhook at Supabase',
  wrongSecret: wrongStandardSecret,
  verify: verifyStandard,

  read({ headers }, value) {
    const result = parsed(Event, value)
    if ('unreadable' in result) return result
    const { id, type, payload } = result.data
    const delivery = headers.get('webhook-id') ?? id
    return { event: type.slice(0, 100), delivery, what: whatOf(type, payload.project_ref ?? null) }
  },
}

function whatOf(type: string, project: string | null): What {
  const name = type.slice(0, 100)
  if (project === null) return ignored(`${name} is of the organization`)
  return LOOKS.test(type)
    ? { kind: 'look', reason: name, project }
    : ignored(`${name} changes nothing that is looked at`)
}
