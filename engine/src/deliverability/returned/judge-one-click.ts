import type { HeaderField } from "./receiver.ts";
import type { Proof, ReturnedMail, Signature } from "./returned-mail.ts";

const wanted = ["list-unsubscribe", "list-unsubscribe-post"] as const;
const expected = "List-Unsubscribe and List-Unsubscribe-Post, both in h= of a signature that holds";

/** RFC 8058 §4: both fields have to be there, and one valid signature has to cover both; §3.1: the address is one of https. */
export function judgeOneClick(
  { fields, signatures, isNear }: Pick<ReturnedMail, "fields" | "signatures" | "isNear">,
  valid: readonly Signature[],
): Proof {
  const [list, post] = wanted.map((name) => fields.find((field) => field.name === name));
  const base = { kind: "one-click", expected } as const;
  if (list === undefined || post === undefined) {
    const found = list === undefined ? "no List-Unsubscribe" : "no List-Unsubscribe-Post";
    return {
      ...base,
      state: "failed",
      found,
      detail: "Somebody on its way took it out.",
      fix: "Ask the service that sends to leave these headers alone.",
    };
  }
  const found = `${shown(list)} · ${covered(signatures)}`;
  if (!/^list-unsubscribe=one-click$/i.test(post.value.trim())) {
    return {
      ...base,
      state: "failed",
      found,
      detail: "List-Unsubscribe-Post says something else than List-Unsubscribe=One-Click.",
      fix: "Ask the service that sends to leave these headers alone.",
    };
  }
  const covers = ({ covers: names }: Signature) => wanted.every((name) => names.includes(name));
  if (valid.some(covers)) return isSafe(list, { ...base, found });
  if (valid.length > 0) {
    const detail = "The signature does not cover them, so Gmail and Yahoo show no way to unsubscribe.";
    return {
      ...base,
      state: "failed",
      found,
      detail,
      fix: "Have the service that signs cover both, or let this product sign.",
    };
  }
  if (signatures === null || signatures.length > 0 || isNear) {
    return { ...base, state: "unknown", found, detail: "Both are there; no signature is known to hold.", fix: null };
  }
  return {
    ...base,
    state: "failed",
    found,
    detail: "Both are there, and nothing is signed.",
    fix: "Have the mail signed: see DKIM.",
  };
}

function isSafe(list: HeaderField, base: Omit<Proof, "state" | "detail" | "fix">): Proof {
  if (/<https:/i.test(list.value)) {
    return {
      ...base,
      expected: null,
      state: "passed",
      detail: "Both are there, and a signature that holds covers both.",
      fix: null,
    };
  }
  const detail = "Both are covered; the address is none of https, and such a one is not called.";
  return {
    ...base,
    expected: "an address of https",
    state: "warning",
    detail,
    fix: "Put the product behind https and set --public-url.",
  };
}

/** Without what stands behind the host: whoever has that can unsubscribe somebody. */
function shown({ value }: HeaderField): string {
  const target = /<([a-z]+:(?:\/\/)?)([^/?>]*)/i.exec(value.slice(0, 1_000));
  return target === null ? "List-Unsubscribe without an address" : `List-Unsubscribe: ${target[1]}${target[2]}`;
}

function covered(signatures: readonly Signature[] | null): string {
  const names = new Set((signatures ?? []).flatMap(({ covers }) => covers).filter((name) => name.startsWith("list-")));
  return names.size === 0 ? "h= names neither" : `h= names ${[...names].join(", ")}`;
}
