/** A hop of a check that failed, as far as it is known. */
export interface FailedHop {
  readonly protocol: "consent" | "smtp" | "imap" | "api";
  readonly step: "token" | "dns" | "tcp" | "tls" | "auth" | "sender" | "mail" | "seen";
  readonly host: string;
  readonly port: number;
  readonly tls: "implicit" | "starttls" | "opportunistic" | "none";
  /** What was said by the network (`ECONNREFUSED`), TLS or the server. */
  readonly words: string;
  /** The server's answer, where there is one (RFC 5321 §4.2, RFC 3463). */
  readonly reply: { readonly code: number; readonly enhanced: string | null } | null;
}

/** What a person can do about a hop that failed, in a sentence or two. */
export function remedyOf(hop: FailedHop): string {
  return remedies[hop.step](hop);
}

const remedies: Readonly<Record<FailedHop["step"], (hop: FailedHop) => string>> = {
  token: () => "Connect the account again, and agree to everything the provider lists.",
  dns: ({ host, words }) =>
    /private network/.test(words)
      ? `If ${host} is your own server, start the product with --allow-private-hosts and its network.`
      : `Check the spelling of ${host}; its maker's help names the right server.`,
  tcp: tcpRemedy,
  tls: tlsRemedy,
  auth: authRemedy,
  sender: ({ host }) =>
    `Let ${host} send as this address: verify it or add it as an alias there, or change the address of the account.`,
  mail: mailRemedy,
  seen: () =>
    "Look into the spam folder. If it is not there either, check that mail to this address arrives in this mailbox, and look again in a few minutes.",
};

function tcpRemedy({ host, port, protocol, words }: FailedHop): string {
  const usual = protocol === "imap" ? "993 or 143" : "465 or 587";
  if (/ECONNREFUSED/.test(words)) {
    return `Nothing listens on port ${port} of ${host}. Check the port; usual ones are ${usual}.`;
  }
  const isOldPort = protocol === "smtp" && port === 25;
  if (isOldPort) return `Most networks block port 25. Use ${usual}.`;
  return `Port ${port} of ${host} does not answer. Check the port (usual ones are ${usual}), and that no firewall between here and there blocks it.`;
}

/** Words of OpenSSL as Node hands them on, by what is wrong. */
function tlsRemedy({ host, port, tls, words }: FailedHop): string {
  if (/self.signed/i.test(words)) {
    return `Give ${host} a certificate of a known authority (Let's Encrypt is free), or name the authority's file in NODE_EXTRA_CA_CERTS before the start.`;
  }
  if (/altnames|does not match/i.test(words)) {
    return "Use the name that stands in the certificate as the host, as your provider's help shows it.";
  }
  if (/expired/i.test(words)) return `Renew the certificate of ${host}.`;
  if (/not yet valid/i.test(words)) return "The certificate begins in the future: check the clock of this machine.";
  if (/unable to (verify|get)/i.test(words)) {
    return `${host} does not send its whole certificate chain: add the intermediate certificate there.`;
  }
  if (/offers no encryption/i.test(words)) {
    return `Choose "TLS from the first byte" with the port that belongs to it; ${host} offers no STARTTLS on ${port}.`;
  }
  if (tls === "implicit") return `Port ${port} may want STARTTLS: choose it, or port 465 (IMAP: 993).`;
  return `Port ${port} may want TLS from the first byte: choose it, or port 587 (IMAP: 143).`;
}

function authRemedy(hop: FailedHop): string {
  return hop.protocol === "api" ? keyRemedy(hop) : passwordRemedy(hop);
}

/** Of a service that is asked over HTTPS; it answers 401 or 403 to a key it does not take. */
function keyRemedy({ host, words }: FailedHop): string {
  if (/ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|does not exist/.test(words))
    return "The service cannot be reached from here: check the network and the name server of this machine.";
  if (/google|microsoft/.test(host)) return "Connect the account again, and agree to everything the provider lists.";
  return "Store a key that has the right to send, and check that it was made for this domain and region.";
}

function passwordRemedy({ host, words, reply }: FailedHop): string {
  if (/gmail|googlemail|google/i.test(host)) {
    return "Google takes no usual password here: make an app password (myaccount.google.com/apppasswords), or connect with Google.";
  }
  if (/office365|outlook|hotmail/i.test(host)) {
    return "Microsoft has switched passwords off for most mailboxes: connect with Microsoft, or let an admin allow authenticated SMTP.";
  }
  if (/no way to sign in/i.test(words))
    return "The server wants another way to sign in: check port and encryption first.";
  if (/no encryption/i.test(words)) return "Choose an encrypted port: no password travels in the clear.";
  const isPassing = reply !== null && reply.code >= 400 && reply.code < 500;
  if (isPassing) return "The server cannot check passwords just now. Try again in a few minutes.";
  return "Type user name and password again. Many hosts want the whole address as the name, and an app password where two-step sign-in is on.";
}

function mailRemedy({ words, reply }: FailedHop): string {
  if (/quota|limit|too many/i.test(words))
    return "The account has reached a limit of its host. Wait, or lower the daily limit here.";
  const isPassing = reply !== null && reply.code >= 400 && reply.code < 500;
  if (isPassing) return "The server puts it off. Try again in a few minutes; sending does so by itself.";
  return "The server refused the mail itself; its words say why. Its support can tell which rule that was.";
}
