import type { Utm } from "../sequence/index.ts";

const names = ["source", "medium", "campaign", "term", "content"] as const;

/** Adds what an address does not say already, before its fragment, and leaves the rest of it as it is. */
export function withUtm(address: string, utm: Utm): string {
  const hashAt = address.indexOf("#");
  const bare = hashAt === -1 ? address : address.slice(0, hashAt);
  const fragment = hashAt === -1 ? "" : address.slice(hashAt);
  const query = bare.slice(bare.indexOf("?") === -1 ? bare.length : bare.indexOf("?"));
  const added = names.flatMap((name) => {
    const value = utm[name];
    const isSaid = new RegExp(`[?&]utm_${name}=`, "i").test(query);
    return value === null || value === undefined || value === "" || isSaid
      ? []
      : [`utm_${name}=${encodeURIComponent(value.toWellFormed())}`];
  });
  if (added.length === 0) return address;
  const joint = /[?&]$/.test(bare) ? "" : "&";
  return `${bare}${query === "" ? "?" : joint}${added.join("&")}${fragment}`;
}
