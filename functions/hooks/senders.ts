import type { SenderName } from '../model/deploy.ts'
import type { Sender } from './message.ts'
import { bearer } from './senders/bearer.ts'
import { github } from './senders/github.ts'
import { netlify } from './senders/netlify.ts'
import { render } from './senders/render.ts'
import { standard } from './senders/standard.ts'
import { supabase } from './senders/supabase.ts'
import { vercel } from './senders/vercel.ts'

/** Who may knock, by the name in the path. */
export const SENDERS: Readonly<Record<SenderName, Sender>> = {
  github,
  vercel,
  netlify,
  render,
  supabase,
  standard,
  bearer,
}
