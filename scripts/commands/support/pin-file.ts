import { z } from 'zod'
import { pinCommand } from '../../../functions/model/commands.ts'
import { Decision } from '../../../functions/model/decision.ts'
import { hashPin, Pin, pinAtHand, type PinSource } from '../../../functions/model/pin.ts'
import { UserError } from '../../errors.ts'
import { readJson, writeJson } from './json-file.ts'

/** A pin that is kept in a file, for use without a Worker: who approved what, and when. */
export const PinFile = Pin.extend({ ...Decision.shape, at: z.iso.datetime() })
export type PinFile = z.infer<typeof PinFile>

/** Writes a pin as one JSON file. @throws UserError where that cannot be */
export const writePin = (file: string, pin: PinFile): Promise<void> => writeJson('pin', file, pin)

/**
 * Reads a pin and sees that it is whole; one of another version of the catalog is for the look to tell.
 * @throws UserError where there is none, or its hash is not that of its content
 */
export async function readPin(file: string): Promise<PinSource> {
  const parsed = PinFile.safeParse(await readJson('pin', file, pinCommand()))
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new UserError(`${file} is no pin: ${issue?.path.join('.') || 'the top'}: ${issue?.message}`, pinCommand())
  }
  const { hash, content } = parsed.data
  if ((await hashPin(content)) !== hash)
    throw new UserError(`${file} was changed after it was written: its hash is not that of its content`, pinCommand())
  return pinAtHand({ hash, content })
}
