/**
 * Networks by what stands in them: own excerpts, written down 2026-11-28, of what their owners publish at the places
 * named. They were not compared with the live lists by a program, and they age. A prefix that is missing costs a doubt,
 * one that is wrong costs a person a branch, so large old blocks stand here and nothing that was rented out lately.
 *
 * What cannot be listed: Apple's relays. Mail Privacy Protection and Private Relay leave through Akamai, Cloudflare and
 * Fastly by some 280,000 prefixes that change (mask-api.icloud.com/egress-ip-ranges.csv), and people browse through the
 * same ones. The bare agent gives Apple's prefetching away; the network never could.
 */
export const networkClasses = ["scanner", "microsoft-mail", "google", "cloud"] as const;
export type NetworkClass = (typeof networkClasses)[number];

export interface NetworkBlock {
  readonly owner: string;
  readonly kind: NetworkClass;
  readonly source: string;
  readonly prefixes: readonly string[];
}

export const networkBlocks: readonly NetworkBlock[] = [
  {
    owner: "Microsoft Exchange Online Protection",
    kind: "microsoft-mail",
    source: "learn.microsoft.com/microsoft-365/enterprise/urls-and-ip-address-ranges, rows 9 and 10; gophish#973",
    prefixes: [
      "40.92.0.0/15",
      "40.107.0.0/16",
      "52.100.0.0/14",
      "104.47.0.0/17",
      "2a01:111:f400::/48",
      "2a01:111:f403::/48",
    ],
  },
  {
    owner: "Mimecast",
    kind: "scanner",
    source: "SPF of us._netblocks.mimecast.com, eu._netblocks.mimecast.com and de._netblocks.mimecast.com",
    prefixes: [
      "205.139.110.0/23",
      "207.211.30.0/23",
      "207.82.80.0/24",
      "216.205.24.0/24",
      "170.10.128.0/21",
      "91.220.42.0/24",
      "195.130.217.0/24",
      "146.101.78.0/24",
      "185.58.84.0/22",
    ],
  },
  {
    owner: "Proofpoint",
    kind: "scanner",
    source: "registrations of AS 22843, 26211 and 52129 at ARIN and RIPE",
    prefixes: [
      "67.231.144.0/20",
      "148.163.128.0/19",
      "205.220.160.0/19",
      "91.207.212.0/23",
      "185.132.180.0/22",
      "185.183.28.0/22",
    ],
  },
  {
    owner: "Barracuda",
    kind: "scanner",
    source: "campus.barracuda.com, Email Gateway Defense IP ranges",
    prefixes: ["64.235.144.0/20", "209.222.80.0/21"],
  },
  {
    owner: "Symantec Email Security.cloud",
    kind: "scanner",
    source: "Broadcom, techdocs: IP addresses of Email Security.cloud",
    prefixes: [
      "67.219.240.0/20",
      "85.158.136.0/21",
      "195.245.230.0/23",
      "216.82.240.0/20",
      "46.226.48.0/21",
      "117.120.16.0/21",
      "193.109.254.0/23",
      "194.106.220.0/23",
    ],
  },
  {
    owner: "Cisco Secure Email",
    kind: "scanner",
    source: "registrations of AS 30238 (IronPort) at ARIN",
    prefixes: ["68.232.128.0/19", "216.71.128.0/19"],
  },
  {
    owner: "Google",
    kind: "google",
    source: "SPF of _netblocks.google.com and _netblocks2.google.com: where Gmail's picture proxy fetches from",
    prefixes: [
      "64.233.160.0/19",
      "66.102.0.0/20",
      "66.249.80.0/20",
      "72.14.192.0/18",
      "74.125.0.0/16",
      "108.177.8.0/21",
      "173.194.0.0/16",
      "209.85.128.0/17",
      "216.58.192.0/19",
      "216.239.32.0/19",
      "2001:4860:4000::/36",
      "2404:6800:4000::/36",
      "2607:f8b0:4000::/36",
      "2800:3f0:4000::/36",
      "2a00:1450:4000::/36",
      "2c0f:fb50:4000::/36",
    ],
  },
  {
    owner: "Amazon Web Services",
    kind: "cloud",
    source: "ip-ranges.amazonaws.com/ip-ranges.json: whole blocks of EC2",
    prefixes: [
      "3.0.0.0/9",
      "3.128.0.0/9",
      "18.128.0.0/9",
      "34.192.0.0/10",
      "44.192.0.0/10",
      "52.0.0.0/11",
      "54.144.0.0/12",
      "54.224.0.0/12",
    ],
  },
  {
    owner: "Microsoft Azure",
    kind: "cloud",
    source: "microsoft.com/download/details.aspx?id=56519 (service tags) and Microsoft's registrations at ARIN",
    prefixes: [
      "13.64.0.0/11",
      "20.33.0.0/16",
      "20.40.0.0/13",
      "20.64.0.0/10",
      "23.96.0.0/13",
      "40.74.0.0/15",
      "40.76.0.0/14",
      "40.80.0.0/12",
      "52.224.0.0/11",
      "104.40.0.0/13",
      "104.208.0.0/13",
    ],
  },
  {
    owner: "Google Cloud",
    kind: "cloud",
    source: "gstatic.com/ipranges/cloud.json: whole blocks",
    prefixes: [
      "34.64.0.0/10",
      "35.184.0.0/13",
      "35.192.0.0/12",
      "35.208.0.0/12",
      "35.224.0.0/12",
      "35.240.0.0/13",
      "104.196.0.0/14",
    ],
  },
  {
    owner: "DigitalOcean",
    kind: "cloud",
    source: "digitalocean.com/geo/google.csv",
    prefixes: ["104.131.0.0/16", "138.197.0.0/16", "159.65.0.0/16", "165.227.0.0/16", "167.99.0.0/16"],
  },
  {
    owner: "Hetzner",
    kind: "cloud",
    source: "registrations of AS 24940 at RIPE",
    prefixes: ["88.198.0.0/16", "95.216.0.0/15", "116.202.0.0/15", "159.69.0.0/16"],
  },
  {
    owner: "OVH",
    kind: "cloud",
    source: "registrations of AS 16276 at RIPE",
    prefixes: ["51.68.0.0/16", "54.36.0.0/16"],
  },
];
