import { holds, parsePrefix } from "./addresses.ts";
import { isImageProxy } from "./agents.ts";
import { type NetworkBlock, type NetworkClass, networkBlocks } from "./networks.ts";
import type { Rule, Visit } from "./visit.ts";

const table = networkBlocks.flatMap((block) => block.prefixes.map((text) => ({ block, prefix: parsePrefix(text) })));

/** Who owns the network a kept prefix lies in, as far as the table knows. */
export function blockOf(network: string | null): Pick<NetworkBlock, "owner" | "kind"> | null {
  if (network === null) return null;
  const asked = parsePrefix(network);
  // The longest prefix is the most particular one: a mail service inside its owner's cloud.
  const found = table
    .filter(({ prefix }) => prefix.length <= asked.length && holds(prefix, asked))
    .toSorted((a, b) => b.prefix.length - a.prefix.length)[0];
  return found === undefined ? null : { owner: found.block.owner, kind: found.block.kind };
}

function inNetwork(name: string, kind: NetworkClass, source: string, applies: (visit: Visit) => boolean): Rule {
  return {
    name,
    family: "network",
    source,
    find(visit) {
      const block = applies(visit) ? blockOf(visit.network) : null;
      return block?.kind === kind ? { says: "doubt", value: `${block.owner}, ${visit.network}` } : null;
    },
  };
}

/**
 * Where a fetch came from. Mostly no more than a doubt: people read through isolated browsers of the same vendors, through
 * desktops in a cloud and through VPNs that rent there. From the servers that take mail for Microsoft 365 nobody browses.
 */
export const networkRules: readonly Rule[] = [
  inNetwork("scanner-network", "scanner", "the vendors' published ranges (networks.ts)", () => true),
  {
    name: "microsoft-mail-network",
    family: "network",
    source:
      "gophish/gophish#973: SafeLinks from 40.107.0.0/16; warmbly/warmbly#412 leaves these out of opens and clicks",
    find({ network }) {
      const block = blockOf(network);
      return block?.kind === "microsoft-mail" ? { says: "machine", value: `${block.owner}, ${network}` } : null;
    },
  },
  inNetwork(
    "google-network",
    "google",
    "Google's mail servers look at links, too",
    ({ agent }) => !isImageProxy(agent),
  ),
  inNetwork(
    "cloud-network",
    "cloud",
    "scanners rent their machines where everybody does (networks.ts)",
    ({ agent }) => !isImageProxy(agent),
  ),
];
