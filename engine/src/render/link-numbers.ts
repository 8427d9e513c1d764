import type { CompiledEmail } from "./compile.ts";

/**
 * An email whose links have the numbers of a table of addresses, so that link n leads to the same address in every mail
 * of a step, whichever of its texts somebody got. What the table does not know gets a number behind it.
 */
export function numberLinks(email: CompiledEmail, table: readonly string[]): CompiledEmail {
  const free = new Map<string, number[]>();
  for (const [place, source] of table.entries()) free.set(source, [...(free.get(source) ?? []), place]);
  let beyond = table.length;
  const addresses = email.addresses.map((address) => {
    if (address.link === null) return address;
    const link = free.get(address.source)?.shift() ?? beyond++;
    return { ...address, link };
  });
  return { ...email, addresses };
}
