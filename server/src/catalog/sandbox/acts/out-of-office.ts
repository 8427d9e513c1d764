import { awaySubject, awayText } from "../personas/replies.ts";
import type { ActKindFile } from "./act.ts";
import { composeAnswer } from "./compose.ts";

const weekMs = 7 * 86_400_000;

/** The automatic answer of somebody who is away (RFC 3834); a week where nobody said until when. */
export const outOfOffice: ActKindFile = async (input) => {
  const { detail, mail, recipient, now } = input;
  const until = detail.until ?? new Date(now.getTime() + weekMs).toISOString().slice(0, 10);
  const raw = await composeAnswer(input, {
    from: { address: recipient, name: mail.to.name },
    subject: `${awaySubject(detail.language ?? "en")}: ${mail.subject}`,
    text: detail.text ?? awayText("en", mail.to.name ?? "", until),
    headers: { "Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All", Precedence: "auto_reply" },
  });
  return { road: "mail", from: "", raw };
};
