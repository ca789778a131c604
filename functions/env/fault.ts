/** What is wrong with a setting, and the command or edit that mends it. Never holds the setting's value. */
export interface Fault {
  reason: string
  mend: string
}
