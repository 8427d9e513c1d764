import { BlockList, isIP } from "node:net";

/**
 * Addresses that belong to nobody on the internet: IANA's special-purpose registries (RFC 6890 and its updates), plus
 * multicast. A host given by a user must not lead there, or the product becomes a door into the operator's network.
 */
const specialV4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
];
/** Inside 2000::/3, which is all of IPv6 that is routed: protocol assignments with Teredo, documentation, 6to4. */
const specialV6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"];

/** Which addresses may be connected on behalf of a user. */
export interface HostPolicy {
  /** Public, or inside the networks that the operator named. Anything that is no address: no. */
  isAllowed(address: string): boolean;
  /** Inside the networks that the operator named: the operator's own ground, where plain connections are theirs. */
  isInside(address: string): boolean;
}

/** @param allowPrivateHosts networks as CIDR, such as `10.0.0.0/8`; checked when the settings were read */
export function createHostPolicy(allowPrivateHosts: readonly string[]): HostPolicy {
  const special = listOf([...specialV4, ...specialV6]);
  const routed = listOf(["2000::/3"]);
  const named = listOf(allowPrivateHosts);
  const isInside = (address: string) => holds(named, plainAddress(address));
  return {
    isInside,
    isAllowed(address) {
      const plain = plainAddress(address);
      if (isIP(plain) === 0) return false;
      if (holds(named, plain)) return true;
      return !holds(special, plain) && (isIP(plain) === 4 || holds(routed, plain));
    },
  };
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = "", prefix] = network.split("/");
    list.addSubnet(address, Number(prefix), familyOf(address));
  }
  return list;
}

function holds(list: BlockList, address: string): boolean {
  return isIP(address) !== 0 && list.check(address, familyOf(address));
}

function familyOf(address: string): "ipv4" | "ipv6" {
  return isIP(address) === 6 ? "ipv6" : "ipv4";
}

/** An IPv4 address in the clothes of an IPv6 one (`::ffff:10.0.0.1`, `::ffff:a00:1`) is judged as what it is. */
function plainAddress(address: string): string {
  const bare = address.replace(/%.*$/, "");
  if (isIP(bare) !== 6) return bare;
  // The URL parser writes every spelling of an address the same way (WHATWG URL §3.5).
  const spelled = new URL(`http://[${bare}]/`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(spelled);
  if (mapped === null) return spelled;
  const [high, low] = [Number.parseInt(mapped[1] ?? "", 16), Number.parseInt(mapped[2] ?? "", 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
}
