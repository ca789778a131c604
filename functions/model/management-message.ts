import { z } from 'zod'

const Body = z.looseObject({ message: z.string() })

/** What of a message is shown, characters. */
const LONGEST = 300

/** The message of a JSON body of the Management API, else nothing: a proxy's page helps nobody. */
export function messageIn(text: string): string {
  try {
    return Body.parse(JSON.parse(text)).message.slice(0, LONGEST)
  } catch {
    return ''
  }
}
