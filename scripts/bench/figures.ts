import { DRIFTS, LASTING, type Sample, type Samples } from './measure.ts'
import { mean, median } from './numbers.ts'
import type { PreflightSamples } from './pending.ts'

/** One line of the result. */
export interface Figure {
  name: string
  /** null where it could not be measured: `note` says why. */
  value: number | null
  unit: 'ms' | 'bytes' | 'round trips' | 'ratio' | 'facts' | '%'
  /** At most this is aimed at; null where nothing is. */
  aim: number | null
  /** null where there is no aim, or no value. */
  met: boolean | null
  note: string | null
}

export interface Measured {
  facts: number
  samples: Samples
  /** CPU time of the Worker's isolate, ms, by number of drifted objects. */
  isolate: Map<number, number>
  /** How long a blueprint of the long history takes, ms. */
  build: number
  /** How many migrations the long history has. */
  migrations: number
  preflight: PreflightSamples
}

/** What is aimed at, on the machine that measures; times in ms, sizes in bytes. */
const AIMS = { ratio: 0.7, bytes: 8 * 1024, roundTrips: 2, cpu: 10, build: 10_000 }

/** The figures, beside what was aimed at. Medians throughout. */
export function figuresOf({ facts, samples, isolate, build, migrations, preflight }: Measured): Figure[] {
  const { dump, node, clean } = samples
  const absent = dump.length === 0 ? 'there is no pg_dump on PATH, or an old one' : null
  const wall = median(clean.map(({ ms }) => ms))
  return [
    figure('facts of the schema', facts, 'facts'),
    { ...figure('pg_dump -s', absent ? null : median(dump), 'ms'), note: absent },
    figure('clean check: wall time through the Worker', wall, 'ms'),
    {
      ...figure('clean check: wall time ÷ pg_dump -s', absent ? null : wall / median(dump), 'ratio', AIMS.ratio),
      note: absent,
    },
    figure('clean check: the bare look in Node', median(node), 'ms'),
    ...costs('clean check', clean, AIMS),
    figure('clean check: CPU of the Worker', isolate.get(0) ?? null, 'ms', AIMS.cpu),
    ...DRIFTS.flatMap((objects) => {
      const name = `${objects} drifted object${objects === 1 ? '' : 's'}`
      const drifted = samples.drifted.get(objects) ?? []
      return [...walled(name, drifted), figure(`${name}: CPU of the Worker`, isolate.get(objects) ?? null, 'ms')]
    }),
    ...walled(`${LASTING} drifted objects, looked at again`, samples.lasting),
    figure(`blueprint of ${migrations} migrations`, build, 'ms', AIMS.build),
    ...foretold(preflight),
  ]
}

function foretold({ tables, migrations, statements, facts, wall, cpu, cpuWithLint }: PreflightSamples): Figure[] {
  const name = `preflight of ${migrations} migrations on ${tables} tables`
  return [
    figure(`${name}: facts read`, facts, 'facts'),
    figure(`${name}: wall time through the Worker`, wall, 'ms'),
    figure(`${name}: CPU of the Worker`, cpu, 'ms'),
    figure(`${name}: CPU of the Worker for each of ${statements} statements`, cpu / statements, 'ms'),
    figure(`${name}: CPU of the Worker with lint`, cpuWithLint, 'ms'),
    figure(`${name}: CPU with lint ÷ without`, cpuWithLint / cpu, 'ratio'),
  ]
}

/** A line of the result; met or not where something is aimed at. */
export function figure(name: string, value: number | null, unit: Figure['unit'], aim: number | null = null): Figure {
  return { name, value, unit, aim, met: value === null || aim === null ? null : value <= aim, note: null }
}

const walled = (name: string, samples: readonly Sample[]): Figure[] => [
  figure(`${name}: wall time through the Worker`, median(samples.map(({ ms }) => ms)), 'ms'),
  ...costs(name, samples),
]

function costs(name: string, samples: readonly Sample[], aims: Partial<typeof AIMS> = {}): Figure[] {
  const cpu = samples.flatMap((sample) => sample.cpu ?? [])
  const unknown = cpu.length === 0 ? 'this system has no /proc' : null
  return [
    figure(`${name}: bytes answered by PostgreSQL`, median(samples.map(({ bytes }) => bytes)), 'bytes', aims.bytes),
    figure(`${name}: round trips`, median(samples.map(({ roundTrips }) => roundTrips)), 'round trips', aims.roundTrips),
    // The clock ticks every 10 ms: only the mean of several says something.
    { ...figure(`${name}: CPU of workerd, with its D1 and KV`, unknown ? null : mean(cpu), 'ms'), note: unknown },
  ]
}
