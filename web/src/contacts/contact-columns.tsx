import type { Contact } from "@haste/contract/nouns/crm";
import { Tooltip } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTimes } from "../app/clock.tsx";
import { Avatar } from "../ui/avatar.tsx";
import { AboveRow, type Column } from "../ui/list/rows.tsx";
import { personName } from "../ui/person.ts";
import { zoneName } from "../ui/time.ts";
import s from "./contacts.module.css";
import { Mailable } from "./mailable.tsx";

export function useContactColumns(): Column<Contact>[] {
  const times = useTimes();
  return [
    {
      id: "name",
      header: "Name",
      width: "minmax(130px, 1.3fr)",
      cell: (row) => (
        <span className={s.name} dir="ltr">
          <Avatar id={row.id} name={personName(row)} size={20} />
          <span className="cut" dir="auto">
            {personName(row)}
          </span>
        </span>
      ),
    },
    {
      id: "email",
      header: "Address",
      width: "minmax(130px, 1.4fr)",
      from: 640,
      cell: (row) => <span className="second">{row.email}</span>,
    },
    {
      id: "company",
      header: "Company",
      width: "minmax(100px, 1.1fr)",
      from: 520,
      cell: (row) => text(row.company?.name),
    },
    { id: "title", header: "Title", width: "minmax(100px, 1.1fr)", from: 1000, cell: (row) => text(row.title) },
    { id: "zone", header: "Zone", width: "112px", from: 880, cell: (row) => <Zone contact={row} /> },
    {
      id: "may",
      header: "May I mail?",
      width: "minmax(86px, .9fr)",
      cell: (row) => <Mailable mailable={row.mailable} />,
    },
    {
      id: "last",
      header: "Last emailed",
      width: "104px",
      from: 480,
      cell: (row) => <span className="second num">{times.when(row.lastEmailedAt)}</span>,
    },
  ];
}

function text(value: string | null | undefined) {
  return (
    <span className="second" dir="auto">
      {value ?? "–"}
    </span>
  );
}

function Zone({ contact }: { contact: Contact }) {
  if (!contact.timezone) return <span className="quiet">–</span>;
  if (!contact.timezoneProblem) return <span className="second">{zoneName(contact.timezone)}</span>;
  return (
    <AboveRow>
      <Tooltip label={contact.timezoneProblem} multiline w={280}>
        <span className={s.zoneProblem}>
          <IconAlertTriangle size={13} stroke={1.75} aria-hidden="true" />
          <span className="sr">Unknown zone: </span>
          {contact.timezone}
        </span>
      </Tooltip>
    </AboveRow>
  );
}
