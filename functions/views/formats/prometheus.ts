import { Severity } from '../../model/finding.ts'
import { counted, type TargetReport } from '../../model/report.ts'
import { RunStatus } from '../../model/run.ts'
import { visible } from '../text/lines.ts'

/** A figure and what it is of. */
export interface Sample {
  labels: Readonly<Record<string, string>>
  value: number
}

/** A family of figures; all of ours may rise and fall. */
export interface Metric {
  name: string
  help: string
  samples: readonly Sample[]
}

/** What goes with it: https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format */
export const PROMETHEUS_MEDIA = 'text/plain; version=0.0.4; charset=utf-8'

/** Metrics in Prometheus's text format; those without a sample are left out. */
export const exposition = (metrics: readonly Metric[]): string =>
  metrics
    .filter(({ samples }) => samples.length > 0)
    .flatMap(({ name, help, samples }) => [
      `# HELP ${name} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}`,
      `# TYPE ${name} gauge`,
      ...samples.map(({ labels, value }) => `${name}${labelled(labels)} ${value}`),
    ])
    .map((line) => `${line}\n`)
    .join('')

function labelled(labels: Sample['labels']): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}

const escaped = (value: string) =>
  visible(value).toWellFormed().replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')

/** What is known of some targets, as figures; what is not known has none. */
export function targetMetrics(reports: readonly TargetReport[]): Metric[] {
  const each = (of: (report: TargetReport) => Sample[]) =>
    reports.flatMap((report) =>
      of(report).map(({ labels, value }) => ({
        labels: { target: report.target, environment: report.environment, ...labels },
        value,
      })),
    )
  const one = (of: (report: TargetReport) => number | null | undefined) =>
    each((report) => {
      const value = of(report)
      return value == null ? [] : [{ labels: {}, value }]
    })
  return [
    {
      name: 'plumbline_target_status',
      help: '1 for the status that the target has: pass, warn, fail or unknown.',
      samples: each(({ status }) =>
        RunStatus.options.map((word) => ({ labels: { status: word }, value: Number(word === status) })),
      ),
    },
    {
      name: 'plumbline_findings',
      help: 'Open findings that nobody has accepted.',
      samples: each(({ findings }) =>
        Severity.options.map((severity) => ({
          labels: { severity },
          value: counted(findings).filter(({ finding }) => finding.severity === severity).length,
        })),
      ),
    },
    {
      name: 'plumbline_findings_accepted',
      help: 'Open findings that somebody has accepted.',
      samples: one(({ findings }) => findings.length - counted(findings).length),
    },
    {
      name: 'plumbline_unknowns',
      help: 'What could not be looked at.',
      samples: one(({ unknowns }) => unknowns.length),
    },
    {
      name: 'plumbline_last_run_timestamp_seconds',
      help: 'When the newest run ended.',
      samples: one(({ at }) => at && at / 1000),
    },
    {
      name: 'plumbline_run_duration_seconds',
      help: 'How long the newest run took.',
      samples: one(({ figures }) => figures && figures.ms / 1000),
    },
    {
      name: 'plumbline_migrations',
      help: 'Migrations of the blueprint.',
      samples: one(({ position }) => position?.of),
    },
    {
      name: 'plumbline_migrations_applied',
      help: 'Migrations that the journal holds applied.',
      samples: one(({ position }) => position?.applied),
    },
  ]
}
