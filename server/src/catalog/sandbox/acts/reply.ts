import type { ActKindFile } from "./act.ts";
import { composeAnswer, quoted, replySubject } from "./compose.ts";

/** Answers the mail, from the recipient's own address or another one, above the quoted mail. */
export const reply: ActKindFile = async (input) => {
  const { detail, mail, recipient } = input;
  const from = detail.from?.toLowerCase() ?? recipient;
  const raw = await composeAnswer(input, {
    from: { address: from, name: from === mail.to.address ? mail.to.name : null },
    subject: detail.subject ?? replySubject(mail.subject),
    text: `${detail.text ?? ""}\n\n${quoted(input)}\n`,
  });
  return { road: "mail", from, raw };
};
