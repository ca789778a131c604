import type { Sender } from '../message.ts'
import { readOwn } from '../own-event.ts'
import { verifyStandard, wrongStandardSecret } from '../standard-webhooks.ts'

/** Any system that signs as Standard Webhooks says, in words of ours: own-event.ts. */
export const standard: Sender = {
  name: 'standard',
  signsDelivery: true,
  secretFrom: 'echo "whsec_$(openssl rand -base64 24)"',
  wrongSecret: wrongStandardSecret,
  verify: verifyStandard,
  read: ({ headers }, value) => readOwn(value, headers.get('webhook-id')),
}
