import type { ApprovingStep, EmailApproval } from "@haste/contract/nouns/approvals";
import { Button, Menu, SegmentedControl } from "@mantine/core";
import { IconAlertTriangle, IconChevronDown } from "@tabler/icons-react";
import { useState } from "react";
import { useTimes } from "../app/clock.tsx";
import { paths } from "../app/paths.ts";
import { Avatar } from "../ui/avatar.tsx";
import { cx } from "../ui/cx.ts";
import { Kbd } from "../ui/keys/kbd.tsx";
import { useKeys } from "../ui/keys/use-keys.ts";
import { A } from "../ui/link.tsx";
import { mailDocument } from "../ui/mail/mail-document.ts";
import p from "../ui/panes.module.css";
import { personName } from "../ui/person.ts";
import { ErrorState } from "../ui/state/error.tsx";
import { Bone } from "../ui/state/skeleton.tsx";
import { type ShownApproval, useApproval, type Verdict } from "./approval-queries.ts";
import { releasedBy, releaseWords } from "./approval-words.ts";
import s from "./approvals.module.css";
import { EditApproval } from "./edit-approval.tsx";

interface Props {
  readonly id: string;
  /** The step with what else of it waits; undefined where nothing does. */
  readonly step: ApprovingStep | undefined;
  readonly name: string;
  readonly nextId: string | undefined;
  /** Why the last decision about it was refused. */
  readonly error: unknown;
  readonly onDecide: (email: EmailApproval, verdict: Verdict) => void;
}

/** One email as its person would get it, and what becomes of it. */
export function OpenApproval({ id, step, name, nextId, error, onDecide }: Props) {
  const read = useApproval(id, nextId);
  const [isEditing, setEditing] = useState(false);
  const shown = read.data;
  if (!shown)
    return (
      <div className={p.view}>
        {read.error ? (
          <ErrorState error={read.error} retry={() => void read.refetch()} />
        ) : (
          <div className={p.bones} role="status" aria-label="Loading">
            <Bone width="40%" height={16} />
            <Bone width="70%" />
            <Bone width="60%" />
          </div>
        )}
      </div>
    );
  if (isEditing)
    return (
      <div className={p.view}>
        <EditApproval shown={shown} onClose={() => setEditing(false)} />
      </div>
    );
  return (
    <div className={p.view}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className={s.scroll} aria-label="The email" tabIndex={0}>
        <Mail shown={shown} name={name} />
      </section>
      {shown.status === "pending" ? (
        <Foot {...{ shown, step, error, onDecide }} onEdit={() => setEditing(true)} />
      ) : null}
    </div>
  );
}

function Mail({ shown, name }: { shown: ShownApproval; name: string }) {
  const [view, setView] = useState("mail");
  const times = useTimes();
  const { contact, preview } = shown;
  return (
    <>
      <div className={s.who}>
        <Avatar id={contact.id} name={personName(contact)} size={32} />
        <div className={s.about}>
          <h2 dir="auto">
            <A href={paths.contact(contact.id)}>{personName(contact)}</A>
          </h2>
          <p className="cut">
            <A className={s.inText} href={paths.step(shown.sequence.id, shown.stepId)}>
              {name}
            </A>
          </p>
          <p>
            {shown.isEdited ? "In words written for this person · " : ""}
            {shown.status === "pending"
              ? `was to leave ${times.full(shown.askedAt)}`
              : `${shown.status} by ${shown.decidedByName ?? "somebody"}, ${times.full(shown.decidedAt)}`}
          </p>
        </div>
        <SegmentedControl
          aria-label="How it is shown"
          value={view}
          onChange={setView}
          data={[
            { value: "mail", label: "Mail" },
            { value: "plain", label: "Plain text" },
          ]}
        />
      </div>
      {shown.reason === null ? null : <p className={s.reason}>{shown.reason}</p>}
      {preview.refusal ? (
        <p className={s.refused} role="status">
          <IconAlertTriangle size={16} stroke={1.6} aria-hidden="true" />
          <span>As things stand it would be held even if it is approved: {preview.refusal.detail}</span>
        </p>
      ) : (
        <article className={s.mail} aria-label="The mail">
          <header>
            <h3 dir="auto">{preview.subject ?? "Answers in its thread"}</h3>
            <p className={cx(s.to, "quiet cut")}>to {contact.email}</p>
          </header>
          {view === "plain" ? (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard (axe scrollable-region-focusable)
            <section className={s.plain} dir="auto" tabIndex={0} aria-label="The plain text">
              {preview.text}
            </section>
          ) : (
            <iframe
              className={s.frame}
              title="The mail’s text"
              sandbox=""
              srcDoc={mailDocument(preview.html, { pictures: true, dark: false }).html.replace(
                "overflow: hidden;",
                "overflow: auto;",
              )}
            />
          )}
        </article>
      )}
    </>
  );
}

function Foot(props: Pick<Props, "step" | "error" | "onDecide"> & { shown: ShownApproval; onEdit: () => void }) {
  const { shown, step, error, onDecide, onEdit } = props;
  const decide = (verdict: Verdict) => onDecide(shown, verdict);
  useKeys([
    { keys: "a", label: "Approve: let it leave", group: "Approvals", run: () => decide("approve") },
    { keys: "e", label: "Edit it for this person", group: "Approvals", run: onEdit },
    { keys: "s", label: "Skip it: go on with the next step", group: "Approvals", run: () => decide("skip") },
  ]);
  const words = step ? releaseWords(step, 1) : null;
  return (
    <>
      {error ? <ErrorState error={error} /> : null}
      <div className={s.foot}>
        <p data-weighty={(step && releasedBy(step, 1) > 0) || undefined}>
          {words ?? "Approved, it leaves in its next open minute."}
        </p>
        <Button onClick={onEdit} rightSection={<Kbd keys="e" />}>
          Edit
        </Button>
        <Menu position="top-end" width={280}>
          <Menu.Target>
            <Button rightSection={<IconChevronDown size={14} stroke={1.75} />}>Do not send</Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item rightSection={<Kbd keys="s" />} onClick={() => decide("skip")}>
              Skip it, go on with the next step
            </Menu.Item>
            <Menu.Item onClick={() => decide("stop")}>Take the person out</Menu.Item>
          </Menu.Dropdown>
        </Menu>
        <Button variant="filled" onClick={() => decide("approve")} rightSection={<Kbd keys="a" on />}>
          Approve
        </Button>
      </div>
    </>
  );
}
