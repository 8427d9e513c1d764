import type { Actor } from "../../platform/context/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { findKeyOwner, findUser, isMemberAddress } from "./queries/people.ts";

export interface OwnAddress {
  readonly email: string;
  readonly name: string;
}

/** Where mail reaches whoever acts; behind a key, the person who made it, else an owner. null: nobody is known. */
export async function addressOf(tx: Tx, { kind, id }: Actor): Promise<OwnAddress | null> {
  if (id === null) return null;
  const found = kind === "user" ? await findUser(tx, id) : await findKeyOwner(tx, id);
  return found === null ? null : { email: found.email, name: found.name };
}

/** Whether mail to this address stays among the people of the workspace. */
export function isOfMember(tx: Tx, email: string): Promise<boolean> {
  return isMemberAddress(tx, email.toLowerCase());
}
