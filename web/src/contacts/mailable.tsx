import type { Contact } from "@haste/contract/nouns/crm";
import { Glyph } from "../ui/status/glyph.tsx";
import s from "./contacts.module.css";

type Reason = NonNullable<Contact["mailable"]["reason"]>;

const words: Record<Reason, string> = {
  unsubscribe: "unsubscribed",
  hard_bounce: "refused again and again",
  complaint: "reported spam",
  manual: "on the suppression list",
  address_dead: "no such mailbox",
  invalid_address: "not an address",
};

const sentences: Record<Reason, string> = {
  unsubscribe: "This person asked for no more mail. No sequence, import or colleague can change that by accident.",
  hard_bounce:
    "At least three mails over two weeks or more came back, and nothing was heard between; they stand below. Correct the address, or take it off the suppression list to try once more.",
  complaint: "This person reported a mail as spam. They stay suppressed, also when a list brings them back.",
  manual: "Somebody put this address on the suppression list.",
  address_dead: "The receiving server says that this mailbox does not exist. Correct the address to mail again.",
  invalid_address: "No mail server takes this as an address. Correct it to mail.",
};

/** "May I mail?" in a cell: shape, color and word, and the reason where the answer is no. */
export function Mailable({ mailable }: { mailable: Contact["mailable"] }) {
  if (mailable.ok)
    return (
      <span className={s.may}>
        <Glyph name="check" color="var(--good)" /> <span>yes</span>
      </span>
    );
  return (
    <span className={s.may} data-no>
      <Glyph name="diamond" color="var(--bad-fill)" /> <span className="cut">{reasonWords(mailable)}</span>
    </span>
  );
}

export function reasonWords(mailable: Contact["mailable"]): string {
  return mailable.reason ? words[mailable.reason] : "no";
}

/** The same answer in full, for the panel. */
export function MailableVerdict({ mailable }: { mailable: Contact["mailable"] }) {
  if (mailable.ok)
    return (
      <p className={s.verdict}>
        <Glyph name="check" color="var(--good)" />
        <span>
          <b>May be mailed.</b>
        </span>
      </p>
    );
  return (
    <p className={s.verdict} data-no>
      <Glyph name="diamond" color="var(--bad-fill)" />
      <span>
        <b>Must not be mailed: {reasonWords(mailable)}.</b> {mailable.reason ? sentences[mailable.reason] : ""}
      </span>
    </p>
  );
}
