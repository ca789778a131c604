import { z } from 'zod'
import { personsText } from './decision.ts'

const section = (what: string) => personsText(20_000).exactOptional().describe(what)

/** What people write of an incident, in Markdown, in place of what is filled in by itself; absent: nobody wrote it yet. */
export const IncidentDocument = z.object({
  problem: section('What went wrong, and whom it hit'),
  rootCause: section('Why it happened'),
  resolution: section('What was done'),
  prevention: section('What keeps it from happening again'),
  lessons: section('What went well, what did not, where luck helped'),
})
export type IncidentDocument = z.infer<typeof IncidentDocument>

/** The sections in their order. */
export const SECTIONS = ['problem', 'rootCause', 'resolution', 'prevention', 'lessons'] as const
