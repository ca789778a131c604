import type { FC } from 'hono/jsx'

interface CompareFormProps {
  targets: readonly string[]
  /** Which target is chosen on the left, where one is. */
  from?: string
}

/** Chooses two targets to be compared; where there are not two, it says so. */
export const CompareForm: FC<CompareFormProps> = ({ targets, from }) => {
  const others = targets.filter((name) => name !== from)
  if (targets.length < 2) return <p>There is no other target to compare with.</p>
  return (
    <form action="/compare" method="get">
      {from === undefined ? (
        <Choice name="from" label="Compare" targets={targets} />
      ) : (
        <input type="hidden" name="from" value={from} />
      )}
      <Choice
        name="to"
        label={from === undefined ? 'with' : 'Compare with'}
        targets={from === undefined ? targets.toReversed() : others}
      />
      <button type="submit">Compare</button>
    </form>
  )
}

const Choice: FC<{ name: string; label: string; targets: readonly string[] }> = ({ name, label, targets }) => (
  <label>
    {label}{' '}
    <select name={name}>
      {targets.map((target) => (
        <option value={target}>{target}</option>
      ))}
    </select>
  </label>
)
