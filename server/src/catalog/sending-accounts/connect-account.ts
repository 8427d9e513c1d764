import type { ConsentProvider } from "@haste/contract/nouns/connecting";
import type { WorkContext } from "../../platform/context/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { changeAccount } from "./change-account.ts";
import { createAccount } from "./create-account.ts";
import type { SendingAccountPorts } from "./ports.ts";
import { type AccountRow, findAccount, findAccountByEmail } from "./queries.ts";

/**
 * Where the consent also opens the mailbox for reading. Microsoft's tokens are good for one of its services at a time,
 * and ours is for Graph.
 */
const mailboxes = { gmail: { host: "imap.gmail.com", port: 993 }, outlook: null } as const;

/**
 * The account of a mailbox that consented: the one there is (it sends this way from now on, and resumes), or a new one.
 * @param input.accountId the account that was to be connected again; null: whichever mailbox it is
 * @throws Problem `consent_refused` where another mailbox consented than was asked for
 */
export async function connectAccount(
  ctx: WorkContext,
  ports: SendingAccountPorts,
  input: { readonly provider: ConsentProvider; readonly email: string; readonly accountId: string | null },
): Promise<AccountRow> {
  const email = input.email.trim().toLowerCase();
  const wanted = input.accountId === null ? null : await findAccount(ctx.tx, input.accountId);
  if (wanted !== null && wanted.email !== email) {
    throw new Problem("consent_refused", {
      detail: `You signed in as ${email}, and this account is ${wanted.email}.`,
      fix: `Connect again and choose ${wanted.email}, or add ${email} as an account of its own.`,
    });
  }
  const before = wanted ?? (await findAccountByEmail(ctx.tx, email));
  const { provider } = input;
  const mailbox = mailboxes[provider];
  const change = { provider, ...(mailbox === null ? {} : { imap: { ...mailbox, username: email, password: null } }) };
  if (before === null) return createAccount(ctx, ports, { email, ...change });
  return changeAccount(ctx, ports, { id: before.id }, { ...change, status: "active" });
}
