import type { Enrollment } from "@haste/contract/nouns/enrollments";
import { ActionIcon, Button } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useTimes } from "../app/clock.tsx";
import { paths } from "../app/paths.ts";
import { Avatar } from "../ui/avatar.tsx";
import { useKeys } from "../ui/keys/use-keys.ts";
import { A } from "../ui/link.tsx";
import { PanelHeader, SidePanel } from "../ui/page.tsx";
import { personName } from "../ui/person.ts";
import { EnrollmentState } from "../ui/status/state.tsx";
import { type EnrollmentDeeds, isOpen, toggle } from "./people-queries.ts";
import s from "./sequences.module.css";
import { WhyNotYet } from "./why-not-yet.tsx";

/** One person of the sequence beside the list: state, why the next mail has not left, and what can be done. */
export function PersonPanel(props: { enrollment: Enrollment; deeds: EnrollmentDeeds; onClose: () => void }) {
  const { enrollment: row, deeds, onClose } = props;
  const times = useTimes();
  const name = row.contact ? personName(row.contact) : "Person";
  useKeys([{ keys: "Escape", label: "Close the panel", group: "This sequence", run: onClose }]);
  return (
    <SidePanel label={name} width={360} over>
      <PanelHeader title={<span dir="auto">{name}</span>}>
        <ActionIcon onClick={onClose} aria-label="Close">
          <IconX size={16} stroke={1.6} />
        </ActionIcon>
      </PanelHeader>
      <div className={s.who}>
        <Avatar id={row.contactId} name={name} size={36} />
        <span style={{ minWidth: 0 }}>
          <A className="link" href={paths.contact(row.contactId)}>
            Open the contact
          </A>
          <span className="second cut" style={{ display: "block" }}>
            {row.contact?.email}
          </span>
        </span>
      </div>
      <dl className={s.facts}>
        <dt>State</dt>
        <dd>
          <EnrollmentState state={row.state} />
        </dd>
        {row.stateReason ? (
          <>
            <dt>Because</dt>
            <dd>{row.stateReason}</dd>
          </>
        ) : null}
        <dt>Next mail</dt>
        <dd className="num">{times.full(row.nextRunAt)}</dd>
        <dt>Enrolled</dt>
        <dd className="num">{times.full(row.enrolledAt)}</dd>
        <dt>Version</dt>
        <dd className="num">{row.sequenceVersion}</dd>
      </dl>
      {isOpen(row) ? <WhyNotYet enrollmentId={row.id} /> : null}
      {isOpen(row) ? (
        <div className={s.deeds}>
          <Button onClick={() => toggle(deeds, row)}>{row.status === "active" ? "Pause" : "Resume"}</Button>
          <Button variant="outline" onClick={() => deeds.remove.mutate(row)}>
            Take out
          </Button>
        </div>
      ) : null}
    </SidePanel>
  );
}
