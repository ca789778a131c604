import ora from 'ora'
import prettyMs from 'pretty-ms'

/** A terminal that a spinner can turn on. One that is 0 columns wide, as some tools make them, would turn it for ever. */
export const canSpin = (stream: NodeJS.WriteStream): boolean => Boolean(stream.isTTY) && stream.columns > 0

/** Tells people at a terminal what takes so long, on standard error; nothing stays of it. */
export async function withSpinner<T>(text: string, work: (say: (text: string) => void) => Promise<T>): Promise<T> {
  const spinner = ora({ text, stream: process.stderr, isSilent: !canSpin(process.stderr) }).start()
  try {
    return await work((said) => void (spinner.text = said))
  } finally {
    spinner.stop()
  }
}

/** `1.2s`, `340ms`: how long something took since `started`, in ms of performance.now(). */
export const took = (started: number): string => prettyMs(Math.round(performance.now() - started))
