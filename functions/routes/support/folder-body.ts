import { SentFolder } from '../../model/sent-folder.ts'
import { folderFrom } from '../../preflight/folder.ts'
import { migrationTexts } from '../../run/preflight/tar.ts'
import { Problem } from './problem.ts'

const SEND = 'tar c drizzle | curl --data-binary @- -H "Authorization: Bearer $PLUMBLINE_TOKEN" $URL/NAME/preflight'

const refuse = (detail: string, mend: string = SEND) => new Problem('no-migrations', { detail, mend })

/** The migrations folder in a body: JSON where it begins with a brace, else a tar. Throws the problem that it has. */
export async function folderIn(body: Uint8Array<ArrayBuffer>): Promise<SentFolder> {
  if (body.length === 0) throw refuse('The body is empty.')
  if (body[0] === 0x1f && body[1] === 0x8b) throw refuse('The body is compressed.', `send it plain: ${SEND}`)
  if (/^\s*\{/.test(new TextDecoder().decode(body.subarray(0, 64))))
    return folderFromJson(new TextDecoder().decode(body))
  const texts = await textsIn(body)
  if ('reason' in texts) throw refuse(`The archive is not read: ${texts.reason}.`)
  const folder = folderFrom(texts)
  if ('reason' in folder) throw refuse(`In the archive, ${folder.reason}.`, folder.mend)
  return folder
}

async function textsIn(body: Uint8Array<ArrayBuffer>) {
  try {
    return await migrationTexts(new Blob([body]).stream(), { strip: 0, folders: [''] })
  } catch (error) {
    throw refuse(`The body is neither JSON nor a tar: ${error instanceof Error ? error.message : String(error)}.`)
  }
}

function folderFromJson(text: string): SentFolder {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new Problem('malformed-json', { detail: error instanceof Error ? error.message : String(error), mend: SEND })
  }
  const folder = SentFolder.safeParse(value)
  if (folder.success) return folder.data
  const [issue] = folder.error.issues
  throw refuse(
    `At ${issue?.path.join('.') || 'the top'}: ${issue?.message ?? 'a wrong value'}.`,
    `send what plumbline preflight sends, or a tar: ${SEND}`,
  )
}
