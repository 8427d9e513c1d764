import { audit } from "../../platform/audit/index.ts";
import type { WorkContext } from "../../platform/context/index.ts";
import type { CrmPorts } from "./ports.ts";
import { archiveContactRow } from "./queries/contacts.ts";
import { noSuchContact } from "./save-contact.ts";

/** Takes a contact out of lists and sequences; its history stays, and its address is free again. */
export async function archiveContact(ctx: WorkContext, ports: CrmPorts, id: string): Promise<undefined> {
  if (!(await archiveContactRow(ctx.tx, id, ctx.now))) throw noSuchContact();
  await ports.ledger.stopContact(ctx, id, "archived");
  await audit(ctx, "contact.archived", { kind: "contact", id });
}
