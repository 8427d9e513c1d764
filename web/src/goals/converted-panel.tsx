import type { ConversionReport } from "@haste/contract/nouns/goals";
import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { api } from "../app/api.ts";
import { modelNames, parts } from "../app/conversion-words.ts";
import { paths } from "../app/paths.ts";
import { useKeys } from "../ui/keys/use-keys.ts";
import { A } from "../ui/link.tsx";
import { moneys, plural } from "../ui/numbers.ts";
import { PanelHeader, SidePanel } from "../ui/page.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import s from "./conversion-report.module.css";

/** Of which days, and by which model. */
export interface Scope {
  readonly days: number;
  readonly model: ConversionReport["model"];
}

/** A number of the report whose people are looked at. */
export interface Behind {
  readonly goalId: string;
  readonly sequenceId: string;
  readonly title: string;
}

interface PanelProps {
  readonly behind: Behind;
  readonly scope: Scope;
  readonly onClose: () => void;
}

/** Whose conversions one number is, and what of each counts for the sequence. */
export function ConvertedPanel({ behind, scope, onClose }: PanelProps) {
  useKeys([{ keys: "Escape", label: "Close the panel", group: "Goals", run: onClose }]);
  const { goalId, sequenceId, title } = behind;
  const found = useQuery({
    queryKey: ["goals", goalId, "people", sequenceId, scope],
    queryFn: ({ signal }) =>
      api("GET /goals/:id/people", { params: { id: goalId }, query: { ...scope, sequenceId }, signal }),
  });
  const more = found.data?.morePeople ?? 0;
  return (
    <SidePanel label="People behind the number" width={420} over>
      <PanelHeader title={title}>
        <ActionIcon onClick={onClose} aria-label="Close">
          <IconX size={16} stroke={1.6} />
        </ActionIcon>
      </PanelHeader>
      <p className={s.note}>
        What counts for its mails, most first. Whose merit: {modelNames[scope.model].toLowerCase()}
      </p>
      {found.error ? <ErrorState error={found.error} retry={() => void found.refetch()} /> : null}
      {found.isPending ? <SkeletonRows rows={4} height={44} /> : null}
      <ol className={s.people}>
        {found.data?.people.map((person) => (
          <li key={person.contactId}>
            <A href={paths.contact(person.contactId)} className={s.person}>
              <span className="cut" dir="auto">
                {person.name ?? person.email}
              </span>
              <b className="num">{parts(person.conversions)}</b>
              <small className="cut">{person.email}</small>
              <small className="num">{moneys(person.revenue)}</small>
            </A>
          </li>
        ))}
      </ol>
      {more > 0 ? <p className={s.note}>And {plural(more, "person", "people")} more.</p> : null}
    </SidePanel>
  );
}
