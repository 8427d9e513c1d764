import { isIP } from "node:net";
import type { Ask, ListSubject } from "@haste/engine/deliverability";
import type { SenderRow } from "../../sending-accounts/index.ts";
import { serviceNameOf } from "../senders.ts";

export interface NotAsked {
  readonly subject: string;
  readonly reason: string;
}

export interface Subjects {
  readonly subjects: readonly ListSubject[];
  readonly notAsked: readonly NotAsked[];
}

/** Nobody has so many domains and servers, except to have us ask for others. */
const mostSubjects = 60;
/** Of one server: large ones have many, and the first tell enough. */
const mostAddresses = 4;

/**
 * What lists know of a workspace: the domains it sends from, the name its links lead to, and servers of its own. Who is
 * behind a service shares its addresses with everybody there, and no mail says beforehand which it will be.
 */
export async function subjectsOf(senders: readonly SenderRow[], linkHost: string | null, ask: Ask): Promise<Subjects> {
  const domains = new Set(senders.map(({ domain }) => domain));
  if (linkHost !== null && isIP(linkHost) === 0 && linkHost.includes(".")) domains.add(linkHost);
  const notAsked: NotAsked[] = [];
  const addresses = new Set<string>();
  for (const [server, service] of serversOf(senders)) {
    if (service !== null) {
      notAsked.push({ subject: service, reason: "Its addresses are shared, and it chooses one for each mail." });
      continue;
    }
    const found = isIP(server) === 0 ? await addressesOf(server, ask) : [server];
    if (found.length === 0) notAsked.push({ subject: server, reason: "No name server told its address." });
    for (const address of found) addresses.add(address);
  }
  const subjects = [
    ...[...domains].map((value) => ({ of: "domain" as const, value })),
    ...[...addresses].map((value) => ({ of: "address" as const, value })),
  ];
  for (const { value } of subjects.slice(mostSubjects)) {
    notAsked.push({ subject: value, reason: `Only ${mostSubjects} are asked about.` });
  }
  return { subjects: subjects.slice(0, mostSubjects), notAsked };
}

/** Each server once, with the service it belongs to; null: one of the workspace's own. */
function serversOf(senders: readonly SenderRow[]): Map<string, string | null> {
  const servers = new Map<string, string | null>();
  for (const sender of senders) {
    const service = serviceNameOf(sender);
    if (service !== null) servers.set(service, service);
    else if (sender.smtpHost !== null) servers.set(sender.smtpHost.toLowerCase(), null);
  }
  return servers;
}

async function addressesOf(host: string, ask: Ask): Promise<string[]> {
  const answers = [await ask(host, "A"), await ask(host, "AAAA")];
  return answers.flatMap((answer) => (answer.kind === "found" ? answer.values.slice(0, mostAddresses) : []));
}
