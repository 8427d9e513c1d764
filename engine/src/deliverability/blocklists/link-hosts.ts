import type { ListSubject } from "./check-listing.ts";

/** Deeper names are made up for single mails. */
const mostLabels = 4;

/**
 * What lists are asked about the host of a link: its name and those above it down to two labels. SURBL and URIBL hold registered
 * domains, and which part of a name that is nobody tells without a list of public suffixes. No list holds a suffix such
 * as `co.uk`, so asking for it costs a question and is no error. Empty: a name that nobody outside knows.
 */
export function namesOfHost(host: string): ListSubject[] {
  const bare = host.replace(/^\[|\]$/g, "");
  if (/^\d+(?:\.\d+){3}$/.test(bare) || bare.includes(":")) return [{ of: "address", value: bare }];
  const labels = bare.replace(/^www\./, "").split(".");
  const lengths = [2, 3, mostLabels].filter((length) => length <= labels.length);
  return lengths.map((length) => ({ of: "domain", value: labels.slice(-length).join(".") }));
}
