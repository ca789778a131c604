/** What the user can mend: a message that says what, where and why, and the command or edit that helps. */
export class UserError extends Error {
  override readonly name = 'UserError'
  readonly mend: string | null
  constructor(message: string, mend: string | null = null) {
    super(message)
    this.mend = mend
  }
}
