import type { LiveEvent } from "@haste/contract/nouns/operations";
import { A } from "../ui/link.tsx";
import { Actor } from "../ui/status/state.tsx";
import { useTimes } from "./clock.tsx";
import s from "./event-row.module.css";
import { eventWords, sayEvent } from "./event-words.tsx";
import { useContactName, useSequenceName } from "./names.ts";
import { paths } from "./paths.ts";

/** One event as a sentence: who did what, why it counts or not, and when; leads to the person. */
export function EventRow({ event }: { event: LiveEvent }) {
  const times = useTimes();
  const lookedUp = useContactName(event.contactName ? null : event.contactId);
  const sequence = useSequenceName(event.sequenceName ? null : event.sequenceId);
  const words = eventWords[event.name];
  const said = sayEvent(event);
  if (!words || !said) return null;
  const Icon = words.icon;
  const href = hrefOf(event);
  const sequenceName = event.sequenceName ?? sequence;
  const about = [said.remark, sequenceName].filter(Boolean).join(" · ");
  const body = (
    <>
      <i>{event.actor ? <Actor actor={event.actor} /> : <Icon size={12} stroke={1.75} />}</i>
      <span>
        <p>
          <b dir="auto">{event.contactName ?? lookedUp ?? (event.contactId ? "…" : sequenceName)}</b> {said.verb}
        </p>
        <small className="cut">{about || "\u00a0"}</small>
      </span>
      <time dateTime={event.occurredAt}>{times.when(event.occurredAt)}</time>
    </>
  );
  return (
    <li>
      {href ? (
        <A className={s.event} href={href}>
          {body}
        </A>
      ) : (
        <div className={s.event}>{body}</div>
      )}
    </li>
  );
}

function hrefOf(event: LiveEvent): string | null {
  if (event.contactId) return paths.contact(event.contactId);
  if (event.sequenceId && event.name === "variant.stopped") return paths.sequence(event.sequenceId, "experiment");
  return event.sequenceId ? paths.sequence(event.sequenceId) : null;
}
