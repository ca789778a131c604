import { z } from 'zod'

/** Text that a person gives: no control characters but line breaks, which a terminal would obey. */
export const personsText = (most: number) =>
  z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(most, `must not have more than ${most} characters`)
    .refine((text) => !/[^\P{Cc}\n\t]/u.test(text), 'must not hold control characters')

/** Who decided, and why: what pins and acceptances have in common. */
export const Decision = z.object({
  who: personsText(200).describe('Who decides: an address or a name'),
  reason: personsText(500).describe('Why'),
})
export type Decision = z.infer<typeof Decision>
