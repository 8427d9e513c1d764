import { type ConversionGroup, modelNames } from "@haste/engine/report";
import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { api } from "../../app/api.ts";
import { parts } from "../../app/conversion-words.ts";
import { paths } from "../../app/paths.ts";
import { useKeys } from "../../ui/keys/use-keys.ts";
import { A } from "../../ui/link.tsx";
import { moneys, plural } from "../../ui/numbers.ts";
import { PanelHeader, SidePanel } from "../../ui/page.tsx";
import { ErrorState } from "../../ui/state/error.tsx";
import { SkeletonRows } from "../../ui/state/skeleton.tsx";
import type { Wanted } from "../address.ts";
import { conversionsQuery } from "../queries.ts";
import s from "./conversions.module.css";
import { rowsOf } from "./reached-goal.tsx";

/** The row that asks for its people. */
function rowOf(by: ConversionGroup, row: string) {
  return by === "sequence" ? { sequenceId: row } : { templateId: row };
}

interface PanelProps {
  readonly wanted: Wanted;
  readonly behind: NonNullable<Wanted["behind"]>;
  readonly onClose: () => void;
}

/** Whose conversions one number is, and what of each counts for the sequence or the template. */
export function ConvertedPanel({ wanted, behind: { goalId, row }, onClose }: PanelProps) {
  useKeys([{ keys: "Escape", label: "Close the panel", group: "Reports", run: onClose }]);
  const { days, model, conversionsBy } = wanted;
  const query = { days, model, ...rowOf(conversionsBy, row) };
  const goal = useQuery(conversionsQuery(wanted)).data?.goals.find((one) => one.goalId === goalId);
  const rows = goal === undefined ? [] : rowsOf(goal, conversionsBy);
  const title = rows.find(({ key }) => key === row)?.name ?? "People";
  const found = useQuery({
    queryKey: ["goals", goalId, "people", query],
    queryFn: ({ signal }) => api("GET /goals/:id/people", { params: { id: goalId }, query, signal }),
  });
  const more = found.data?.morePeople ?? 0;
  return (
    <SidePanel label="People behind the number" width={420} over>
      <PanelHeader title={title}>
        <ActionIcon onClick={onClose} aria-label="Close">
          <IconX size={16} stroke={1.6} />
        </ActionIcon>
      </PanelHeader>
      <p className={s.note}>What counts for its mails, most first. Whose merit: {modelNames[model].toLowerCase()}</p>
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
