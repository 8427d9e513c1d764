import type { OutboxEmail } from "@haste/contract/nouns/outbox";
import { useTimes } from "../app/clock.tsx";
import type { Column } from "../ui/list/rows.tsx";
import { EmailState } from "../ui/status/state.tsx";
import type { View } from "./outbox-queries.ts";
import { kindWords, stateLooks } from "./outbox-words.ts";

export function useOutboxColumns(view: View): Column<OutboxEmail>[] {
  const times = useTimes();
  return [
    {
      id: "to",
      header: "To",
      width: "minmax(130px, 1.1fr)",
      cell: (mail) => <span dir="auto">{mail.contactName ?? mail.toEmail}</span>,
    },
    {
      id: "what",
      header: "What",
      width: "minmax(110px, 1fr)",
      from: 860,
      cell: (mail) => (
        <span className="second" dir="auto">
          {mail.sequenceName ?? kindWords[mail.kind]}
        </span>
      ),
    },
    {
      id: "state",
      header: "State and reason",
      width: "minmax(110px, 2fr)",
      from: 720,
      cell: (mail) => <Standing mail={mail} reason={mail.reason} />,
    },
    {
      id: "word",
      header: "State",
      width: "110px",
      below: 720,
      cell: (mail) => <Standing mail={mail} />,
    },
    {
      id: "account",
      header: "From",
      width: "minmax(120px, .9fr)",
      from: 1000,
      cell: (mail) => <span className="second">{mail.sendingAccount.email}</span>,
    },
    {
      id: "at",
      header: view === "waiting" ? "Leaves" : "Was to leave",
      width: "110px",
      from: 480,
      cell: (mail) => <span className="second num">{times.when(mail.nextAt ?? mail.scheduledAt)}</span>,
    },
  ];
}

function Standing({ mail, reason }: { mail: OutboxEmail; reason?: string }) {
  const [look, word] = stateLooks[mail.state] ?? [mail.status, undefined];
  return <EmailState state={look} word={word} reason={reason} />;
}
