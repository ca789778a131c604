import { rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { figure, type Figure } from './figures.ts'
import { isolateCpu } from './profile.ts'
import { freshStorage, openWorker } from './worker.ts'

const ENTRY = fileURLToPath(new URL('verdict-worker.ts', import.meta.url))

/** What an application of some size has, the most that are read of one (supabase/performance/statements.sql), and twice that. */
const STATEMENTS = [200, 500, 1000]
/** How many verdicts the CPU time is the mean of. */
const PROFILED = 10
/** At most this is aimed at for one verdict, ms. */
const AIM = 50

const Judged = z.object({ judged: z.number(), baselines: z.literal(3) })

/** What a verdict on a deploy takes of the Worker's CPU: read from D1, expanded, judged beside three windows, kept. */
export async function benchVerdict(say: (what: string) => void): Promise<Figure[]> {
  const storage = await freshStorage()
  const { address, inspector, close } = await openWorker(storage, {}, ENTRY)
  try {
    const figures: Figure[] = []
    for (const statements of STATEMENTS) {
      say(`verdicts on ${statements} statements`)
      const ask = async (method: string) => {
        const response = await fetch(new URL(`/${statements}`, address), { method })
        if (!response.ok)
          throw new Error(`${method} /${statements} answered ${response.status}: ${await response.text()}`)
        return response
      }
      await ask('PUT')
      const judge = async (times: number) => {
        for (let i = 0; i < times; i += 1) {
          const { judged } = Judged.parse(await (await ask('POST')).json())
          if (judged !== statements) throw new Error(`${judged} of ${statements} statements were judged`)
        }
      }
      await judge(3)
      const cpu = (await isolateCpu(inspector, () => judge(PROFILED))) / PROFILED
      figures.push(figure(`verdict on a deploy, ${statements} statements: CPU of the Worker`, cpu, 'ms', AIM))
    }
    return figures
  } finally {
    await close()
    await rm(storage, { recursive: true, force: true })
  }
}
