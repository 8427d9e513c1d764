import type { Sequence } from "@haste/contract/nouns/sequences";
import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { paths } from "../../app/paths.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { useKeys } from "../../ui/keys/use-keys.ts";
import { A } from "../../ui/link.tsx";
import { PanelHeader, SidePanel } from "../../ui/page.tsx";
import { personName } from "../../ui/person.ts";
import { ErrorState } from "../../ui/state/error.tsx";
import { SkeletonRows } from "../../ui/state/skeleton.tsx";
import { type Placed, place } from "../tree.ts";
import { plainLiquid, titleOf } from "../words.ts";
import { nameOf } from "./finding-words.ts";
import s from "./preflight.module.css";
import { SeverityMark } from "./severity.tsx";
import { type Finding, useFindingsOf } from "./use-preflights.ts";

interface PersonFindingsProps {
  readonly sequence: Sequence;
  readonly preflightId: string;
  readonly contactId: string;
  readonly onClose: () => void;
}

/** Everything that was found about one person, email by email, with the way to where each is mended. */
export function PersonFindings({ sequence, preflightId, contactId, onClose }: PersonFindingsProps) {
  const found = useFindingsOf(preflightId, contactId);
  const rows = found.data?.data ?? [];
  const contact = rows[0]?.contact;
  const name = contact ? personName(contact) : "Person";
  useKeys([{ keys: "Escape", label: "Close the panel", group: "Pre-flight", run: onClose }]);
  return (
    <SidePanel label={name} width={360} over>
      <PanelHeader title={<span dir="auto">{name}</span>}>
        <ActionIcon onClick={onClose} aria-label="Close">
          <IconX size={16} stroke={1.6} />
        </ActionIcon>
      </PanelHeader>
      {found.error ? <ErrorState error={found.error} retry={() => void found.refetch()} /> : null}
      {found.isPending ? <SkeletonRows rows={4} /> : null}
      {contact ? (
        <div className={s.who}>
          <Avatar id={contactId} name={name} size={36} />
          <span>
            <A className="link" href={paths.contact(contactId)}>
              Open the contact
            </A>
            <span className="second cut">{contact.email}</span>
          </span>
        </div>
      ) : null}
      {[...Map.groupBy(rows, ({ stepId }) => stepId)].map(([stepId, ofStep]) => (
        <OneEmail key={stepId ?? ""} {...{ sequence, stepId, contactId }} rows={ofStep} />
      ))}
    </SidePanel>
  );
}

function OneEmail(props: { sequence: Sequence; stepId: string | null; contactId: string; rows: readonly Finding[] }) {
  const { sequence, stepId, contactId, rows } = props;
  const all = place(sequence.steps);
  const one = all.find(({ step }) => step.id === stepId);
  return (
    <section className={s.email}>
      <h3 className="cut" dir="auto">
        {titleIn(stepId, all, one)}
      </h3>
      <ul>
        {rows.map(({ code, severity, detail }) => (
          <li key={`${code} ${detail}`} className={s.finding}>
            <SeverityMark severity={severity} />
            <span>
              <b>{nameOf(code)}</b>
              <span dir="auto">{detail}</span>
            </span>
          </li>
        ))}
      </ul>
      {one ? (
        <A className="link" href={paths.stepFor(sequence.id, one.step.id, contactId)}>
          See this mail in the builder
        </A>
      ) : null}
    </section>
  );
}

function titleIn(stepId: string | null, all: readonly Placed[], one: Placed | undefined): string {
  if (stepId === null) return "The person";
  return one ? `Step ${one.number}: ${plainLiquid(titleOf(all, one))}` : "A step that is gone";
}
