import { z } from 'zod'
import { JournalEntryView, JournalView } from '../../model/journal-view.ts'
import { verdictText } from '../words/verdict.ts'

/** The journal as programs read it: as the view has it, with the time of reading as ISO 8601 and each verdict in words. */
export const JournalJson = JournalView.extend({
  at: z.iso.datetime().describe('When the table was read, UTC'),
  entries: z.array(JournalEntryView.extend({ why: z.string().describe('The verdict in words') })),
})
export type JournalJson = z.infer<typeof JournalJson>

/** A journal with its verdicts in words. */
export const journalJson = (view: JournalView): JournalJson => ({
  ...view,
  at: new Date(view.at).toISOString(),
  entries: view.entries.map((entry) => ({ ...entry, why: verdictText(entry) })),
})
