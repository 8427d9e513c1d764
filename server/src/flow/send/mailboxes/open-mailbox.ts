import type { Patient } from "../doctor/patient.ts";
import { openByApi } from "./by-api.ts";
import { findMail, openMailbox } from "./imap.ts";
import type { OpenMailbox } from "./mailbox.ts";

/** The mailbox of an account by the way it is read; null: nobody reads it. @throws Error in the server's own words */
export async function openMailboxOf({ imap, mailboxApi }: Patient): Promise<OpenMailbox | null> {
  if (imap !== null) {
    const client = await openMailbox(await imap.findServer());
    return { find: (messageId) => findMail(client, messageId), close: () => client.close() };
  }
  return mailboxApi === null ? null : openByApi(mailboxApi.provider, await mailboxApi.findServer());
}
