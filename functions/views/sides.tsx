import type { FC } from 'hono/jsx'
import type { Finding } from '../model/finding.ts'
import { Code } from './mend.tsx'
import { Section } from './parts.tsx'
import { brief } from './words/text.ts'

interface Side {
  name: string
  value: string
}

/** What a reader compares at a glance, characters; a single value has all the room that the words give it. */
const GLANCE = 60

/** What the blueprint says beside what the target says, in full; absent where the words above have shown it well. */
export const Sides: FC<{ finding: Finding }> = ({ finding }) => {
  const sides = sidesOf(finding)
  const most = sides.length < 2 ? undefined : GLANCE
  if (sides.every(({ value }) => brief(value, most) === value)) return null
  return (
    <Section id="sides" title={sides.length < 2 ? 'In full' : 'Side by side'}>
      <div class="sides">
        {sides.map(({ name, value }) => (
          <div>
            <h3>{name}</h3>
            <Code text={value} />
          </div>
        ))}
      </div>
    </Section>
  )
}

function sidesOf(finding: Finding): Side[] {
  switch (finding.type) {
    case 'drift.missing':
      return [{ name: 'Blueprint', value: finding.blueprint }]
    case 'drift.extra':
      return [{ name: 'Target', value: finding.target }]
    case 'drift.changed':
      return [
        { name: 'Blueprint', value: finding.blueprint },
        { name: 'Target', value: finding.target },
      ]
    case 'drift.collision':
      return [
        { name: 'Target', value: finding.target },
        ...(finding.pending === finding.target
          ? []
          : [{ name: finding.migration ?? 'Pending', value: finding.pending }]),
      ]
    case 'drift.pinned':
      return [
        { name: 'Approved', value: finding.pinned ?? 'none' },
        { name: 'Target', value: finding.target ?? 'none' },
      ]
    default:
      return []
  }
}
