import type { Sequence } from "@haste/contract/nouns/sequences";
import { IconBan, IconMailX, IconMessageReply } from "@tabler/icons-react";
import { count } from "../../ui/numbers.ts";
import s from "./canvas.module.css";

const icon = { size: 14, stroke: 1.75, "aria-hidden": true } as const;

/** What takes people out wherever they stand; said once, because a line from every step would hide the plan. */
export function ExitNote({ sequence: { settings, stats } }: { sequence: Sequence }) {
  const rules = [
    { words: "unsubscribes, in words too", shown: <IconBan {...icon} />, n: stats?.unsubscribed },
    { words: "address is gone", shown: <IconMailX {...icon} />, n: stats?.bounced },
  ];
  if (settings.replyHandling !== "continue")
    rules.unshift({
      words: settings.replyHandling === "pause" ? "replies: waits for you" : "replies",
      shown: <IconMessageReply {...icon} />,
      n: stats?.replied,
    });
  return (
    <section className={s.note} aria-label="Leaves at once, from anywhere">
      <h2>Leaves at once, from anywhere</h2>
      <ul>
        {rules.map(({ words, shown, n }) => (
          <li key={words}>
            {shown}
            <span>{words}</span>
            <span>{count(n)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
