import { outcomeNames, type ReportOutcome } from "@haste/engine/report";
import type { ReportEmailRow } from "../queries/report-emails.ts";
import { type Cell, type Column, type Head, instantOf } from "./files/table.ts";

interface EmailColumn extends Column {
  readonly cellOf: (row: ReportEmailRow) => Cell;
}

/** Names, addresses and words written to somebody: only where they were asked for. */
const ofPeople: readonly EmailColumn[] = [
  { id: "name", title: "Name", kind: "text", paper: 5, cellOf: (row) => row.contact_name },
  { id: "email", title: "Address", kind: "text", paper: 6, cellOf: (row) => row.to_email },
  { id: "subject", title: "Subject", kind: "text", paper: 7, cellOf: (row) => row.subject },
];

const ofEmails: readonly EmailColumn[] = [
  { id: "sentAt", title: "Sent", kind: "instant", paper: 4, cellOf: (row) => instantOf(row.sent_at) },
  { id: "sequence", title: "Sequence", kind: "text", paper: 5, cellOf: (row) => row.sequence_name },
  { id: "from", title: "Sending account", kind: "text", paper: 6, cellOf: (row) => row.from_email },
  { id: "status", title: "Status", kind: "text", paper: 3, cellOf: (row) => row.status },
  { id: "opens", title: "Human opens", kind: "count", paper: 2, cellOf: (row) => row.open_count },
  { id: "machineOpens", title: "Machine opens", kind: "count", cellOf: (row) => row.machine_open_count },
  { id: "clicks", title: "Clicks", kind: "count", paper: 2, cellOf: (row) => row.click_count },
  { id: "repliedAt", title: "Replied", kind: "instant", paper: 4, cellOf: (row) => instantOf(row.replied_at) },
  { id: "bounceType", title: "Bounce", kind: "text", paper: 2, cellOf: (row) => row.bounce_type },
  { id: "complained", title: "Complained", kind: "text", cellOf: (row) => yes(row.spam_complaint) },
  { id: "unsubscribed", title: "Unsubscribed", kind: "text", cellOf: (row) => yes(row.unsubscribed) },
  { id: "emailId", title: "Email id", kind: "text", cellOf: (row) => row.id },
];

function yes(isSo: boolean): string {
  return isSo ? "yes" : "";
}

/** The columns of a list of emails, and how each email fills them. */
export function emailColumnsOf(includePeople: boolean): readonly EmailColumn[] {
  return includePeople ? [...ofPeople, ...ofEmails] : ofEmails;
}

interface AskedList {
  readonly outcome: ReportOutcome;
  /** The row of the report they stand behind; null: all of it. */
  readonly of: string | null;
  readonly period: string;
  readonly timezone: string;
  readonly includePeople: boolean;
}

export function emailsHead({ outcome, of, period, timezone, includePeople }: AskedList): Head {
  return {
    title: `Emails: ${outcomeNames[outcome].toLowerCase()}${of === null ? "" : `, ${of}`}`,
    lines: [period, includePeople ? "With names and addresses" : "Without names and addresses"],
    finding: null,
    columns: emailColumnsOf(includePeople).map(({ cellOf: _, ...column }) => column),
    timezone,
  };
}
