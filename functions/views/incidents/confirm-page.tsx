import type { FC } from 'hono/jsx'
import type { IncidentRecord } from '../../model/incident-record.ts'
import { Page } from '../page.tsx'
import { Status } from '../parts.tsx'
import { visible } from '../text/lines.ts'
import { incidentTitle, standingOf } from '../words/incidents.ts'
import { sentence } from '../words/text.ts'

/** What a signed link does, once its page is sent. */
export type LinkedAct = 'acknowledge' | 'snooze' | 'resolve'

interface ConfirmPageProps {
  record: IncidentRecord
  act: LinkedAct
  /** ms */
  now: number
}

const EXPLAINED: Record<LinkedAct, string> = {
  acknowledge: 'You have it: nobody else is called, unless it becomes worse than it ever was.',
  snooze: 'Nobody is called until then; after that its clock starts anew.',
  resolve: 'It is over. If the next look still sees it, that is another incident.',
}

/** The page behind a signed link: it says what would be done, and its form does it. Opening it changes nothing. */
export const ConfirmPage: FC<ConfirmPageProps> = ({ record, act, now }) => (
  <Page title={`${sentence(act)} ${record.id}`} path={[]} formats={[]} live={false}>
    <h1>
      {sentence(act)} {record.id}?
    </h1>
    <p>
      <Status word={record.incident.severity} /> {visible(incidentTitle(record))}
    </p>
    <p>{visible(sentence(standingOf(record, now)))}.</p>
    <p>{EXPLAINED[act]}</p>
    <form method="post">
      <p>
        <label for="by">Who are you?</label>
        <br />
        <input id="by" name="by" autocomplete="name" maxlength={200} />
      </p>
      {act === 'snooze' ? (
        <p>
          <label for="for">For how long?</label>
          <br />
          <select id="for" name="for">
            <option value="1h">an hour</option>
            <option value="4h">four hours</option>
            <option value="1d">a day</option>
          </select>
        </p>
      ) : null}
      <p>
        <button type="submit">{sentence(act)}</button>
      </p>
    </form>
  </Page>
)
