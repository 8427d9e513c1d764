/** The variables every contact may have, and what somebody who wrote another name may have meant. */
import { suggestionFor } from "./liquid/suggest.ts";

const fields: Readonly<Record<string, readonly string[]>> = {
  contact: ["email", "firstName", "lastName", "fullName", "title", "timezone"],
  company: ["name", "domain", "industry"],
  deal: ["name", "stage"],
  sender: ["name", "firstName", "email", "signature"],
  sequence: ["name", "today", "year"],
  custom: [],
};

/** Names that stand alone. */
const single = ["unsubscribeUrl", "postalAddress"];

/** What a workspace calls its own fields. */
export interface OwnFields {
  readonly contact?: readonly string[];
  readonly company?: readonly string[];
  readonly deal?: readonly string[];
  /** Looked up in the enrollment's context, then the contact's, then the company's fields. */
  readonly custom?: readonly string[];
}

function fieldsOf(root: string, own: OwnFields): readonly string[] {
  const mine = Object.hasOwn(own, root) ? (own[root as keyof OwnFields] ?? []) : [];
  return [...(fields[root] ?? []), ...mine];
}

export const variableRoots: readonly string[] = Object.keys(fields);

/** Whether a variable is one of those, as far as its first two names say. */
export function isKnownVariable(path: readonly string[], own: OwnFields): boolean {
  const [root = "", name] = path;
  if (single.includes(root)) return true;
  if (!Object.hasOwn(fields, root)) return false;
  return name === undefined || fieldsOf(root, own).includes(name);
}

/** What was meant by a variable nobody knows; null where nothing is near. */
export function knownNear(variable: string, own: OwnFields = {}): string | null {
  const [root = "", name] = variable.split(".");
  if (name === undefined) return suggestionFor(root, [...single, ...variableRoots]) ?? rootOf(root, own);
  if (isKnownVariable([root, name], own)) return null;
  const nearRoot = Object.hasOwn(fields, root) ? root : suggestionFor(root, variableRoots);
  if (nearRoot === null) return null;
  const near = fieldsOf(nearRoot, own).includes(name) ? name : suggestionFor(name, fieldsOf(nearRoot, own));
  return near === null ? null : `${nearRoot}.${near}`;
}

/** A field written without saying whose it is. */
function rootOf(name: string, own: OwnFields): string | null {
  const root = variableRoots.find((one) => fieldsOf(one, own).includes(name));
  return root === undefined ? null : `${root}.${name}`;
}
