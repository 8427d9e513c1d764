import type { AuditEntry } from "@haste/contract/nouns/audit-log";
import { Modal } from "@mantine/core";
import { useTimes } from "../app/clock.tsx";
import { actionWords, fieldWords, valueWords } from "./audit-words.ts";
import s from "./compliance.module.css";

/** One row of the log: who, when, why, and each field before and after. */
export function AuditEntryDialog({ entry, onClose }: { entry: AuditEntry; onClose: () => void }) {
  const times = useTimes();
  const changes = Object.entries(entry.changes);
  const details = Object.entries(entry.detail);
  return (
    <Modal opened onClose={onClose} title={actionWords(entry.action)} size={620}>
      <div className={s.form}>
        <p className="second" dir="auto">
          {entry.subject.name === null ? "" : `${entry.subject.name}. `}
          {entry.actor.name}, {times.full(entry.at)}.{entry.reason === null ? "" : ` “${entry.reason}”`}
        </p>
        {entry.isErased ? (
          <p>The details went with a person who was erased. That they were here is still proved.</p>
        ) : null}
        {changes.length > 0 ? (
          <table className={s.held}>
            <caption>What changed</caption>
            <thead>
              <tr>
                <th scope="col">Field</th>
                <th scope="col">Before</th>
                <th scope="col">After</th>
              </tr>
            </thead>
            <tbody>
              {changes.map(([field, { before, after }]) => (
                <tr key={field}>
                  <td>{fieldWords(field)}</td>
                  <td dir="auto">{valueWords(before)}</td>
                  <td dir="auto">{valueWords(after)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        ) : null}
        {details.length > 0 ? (
          <dl className={s.details}>
            {details.map(([field, value]) => (
              <div key={field}>
                <dt>{fieldWords(field)}</dt>
                <dd dir="auto">{valueWords(value)}</dd>
              </div>
            ))}
          </dl>
        ) : null}
        <p className={s.hash}>{entry.subject.id ?? entry.id}</p>
      </div>
    </Modal>
  );
}
