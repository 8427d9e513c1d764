import type { Endpoints } from "@haste/contract/endpoints";
import { changeAccountOf, momentOf } from "../../ledger/index.ts";
import { audit } from "../../platform/audit/index.ts";
import type { InputOf, RequestContext } from "../../platform/http/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { countPeopleOfAccount, findActiveAccount } from "./queries/accounts.ts";
import { sequenceExists } from "./queries/lists.ts";

/**
 * Moves the people of a sequence from one account to another, which a person decides once theirs is gone. The other one may
 * stand outside of the pool: whoever says so knows it.
 */
export async function moveAccount(
  ctx: RequestContext,
  { params, body }: InputOf<Endpoints["POST /sequences/:id/move-account"]>,
) {
  if (!(await sequenceExists(ctx.tx, params.id)))
    throw new Problem("not_found", { detail: `There is no sequence ${params.id}.` });
  const { fromAccountId, toAccountId } = body;
  if (fromAccountId === toAccountId) throw refused("duplicate", "That is the account they have already.");
  if (!(await findActiveAccount(ctx.tx, toAccountId)))
    throw refused("not_found", "There is no such sending account, or it is paused.");
  const move = { sequenceId: params.id, fromAccountId, toAccountId };
  if (body.dryRun === true) return { people: await countPeopleOfAccount(ctx.tx, move), dryRun: true };
  const people = await changeAccountOf(ctx.tx, move, momentOf(ctx));
  await audit(
    ctx,
    "enrollment.account_changed",
    { kind: "sequence", id: params.id },
    { fromAccountId, toAccountId, people },
  );
  return { people, dryRun: false };
}

function refused(code: string, detail: string): Problem {
  return new Problem("invalid_request", { detail, errors: [{ pointer: "/toAccountId", code, detail }] });
}
