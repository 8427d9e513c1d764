import type { EmailActivity } from "@haste/contract/nouns/enrollments";
import type { Sequence } from "@haste/contract/nouns/sequences";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../app/api.ts";
import { useTimes } from "../app/clock.tsx";
import { Section } from "../ui/page.tsx";
import { EmailState } from "../ui/status/state.tsx";
import s from "./sequences.module.css";
import { place } from "./tree.ts";
import { WhyNotYet } from "./why-not-yet.tsx";

/** The next 20 mails of this sequence; each can say why it has not left yet. */
export function NextMails({ sequence }: { sequence: Sequence }) {
  const times = useTimes();
  const mails = useQuery({
    queryKey: ["emails", "next", sequence.id],
    queryFn: ({ signal }) =>
      api("GET /sequences/:id/email-activities", {
        params: { id: sequence.id },
        query: { sort: "scheduledAt", "filter[status]": "scheduled", limit: 20 },
        signal,
      }),
  });
  const rows = mails.data?.data ?? [];
  return (
    <Section title="Next mails" aside="Planned to the minute; the time moves only when something changes">
      {mails.data && rows.length === 0 ? <p className="second">{nothingPlanned(sequence, times.when)}</p> : null}
      <ul>
        {rows.map((mail) => (
          <NextMail
            key={mail.id}
            mail={mail}
            step={place(sequence.steps).find(({ step }) => step.id === mail.stepId)?.number ?? 0}
          />
        ))}
      </ul>
    </Section>
  );
}

function NextMail({ mail, step }: { mail: EmailActivity; step: number }) {
  const times = useTimes();
  const [open, setOpen] = useState(false);
  return (
    <li style={{ borderTop: "1px solid var(--line)" }}>
      <div className={s.nextMail}>
        <span className="num second" style={{ width: 74, flex: "none" }}>
          {times.when(mail.scheduledAt)}
        </span>
        <span className="cut" style={{ flex: 1 }}>
          <b style={{ fontWeight: 500 }}>{mail.toEmail}</b>{" "}
          <span className="quiet" dir="auto">
            {mail.subject}
          </span>
        </span>
        <span className={`${s.wide} quiet`}>{step > 0 ? `step ${step}` : ""}</span>
        <span className={s.wide}>
          <EmailState state={mail.status} reason={mail.heldReason} />
        </span>
        {mail.enrollmentId ? (
          <Button
            size="xs"
            variant="subtle"
            aria-expanded={open}
            aria-label={`Why not yet, ${mail.toEmail}`}
            onClick={() => setOpen(!open)}
          >
            Why not yet?
          </Button>
        ) : null}
      </div>
      {open && mail.enrollmentId ? <WhyNotYet enrollmentId={mail.enrollmentId} /> : null}
    </li>
  );
}

function nothingPlanned({ status, stats }: Sequence, when: (at: string) => string): string {
  if (status !== "active") return "None while the sequence does not run.";
  return stats?.nextMailAt
    ? `None is planned yet. The next one is due ${when(stats.nextMailAt)}.`
    : "Nobody waits for a mail.";
}
