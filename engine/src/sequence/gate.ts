import type { SequenceProblem, SequenceWarning } from "./problem.ts";

/** A sending account as far as it decides whether anything may leave. */
export interface GateAccount {
  readonly email: string;
  readonly isActive: boolean;
  /** Emails a day; 0 sends nothing. */
  readonly dailyLimit: number;
  /** What the checks of the domain's records found; null = not checked. */
  readonly spf: boolean | null;
  readonly dkim: boolean | null;
  /** Its mailbox is connected, so replies are seen. */
  readonly readsReplies: boolean;
}

/** What stands around a sequence when it is to be activated. */
export interface GateSurroundings {
  readonly mode: "sandbox" | "live";
  readonly accounts: readonly GateAccount[];
  readonly postalAddress: string;
  /** Whether every email will carry an unsubscribe link, by its template or by the footer. */
  readonly hasUnsubscribe: boolean;
  /** The address in links, pixels and unsubscribe headers. */
  readonly publicUrl: string;
}

export interface GateVerdict {
  /** Empty: it may run. */
  readonly problems: readonly SequenceProblem[];
  readonly warnings: readonly SequenceWarning[];
}

/**
 * Whether a sequence may run in these surroundings (B31); `problems` are those of its own definition. In a sandbox
 * nothing reaches a person, so the address and the domain are taken as ready.
 */
export function judgeActivation(problems: readonly SequenceProblem[], around: GateSurroundings): GateVerdict {
  const outside =
    around.mode === "live"
      ? [...accountProblems(around), ...lawProblems(around), ...domainProblems(around), ...urlProblems(around)]
      : [...accountProblems(around), ...urlProblems(around)];
  return { problems: [...problems, ...outside], warnings: warningsOf(around) };
}

export interface OverrideVerdict {
  readonly refused: readonly SequenceProblem[];
  /** What an admin lets pass; each is logged. */
  readonly overridden: readonly SequenceProblem[];
}

/** Takes out what `override` names and may be overridden. Codes that do not apply are ignored. */
export function applyOverrides(problems: readonly SequenceProblem[], override: readonly string[]): OverrideVerdict {
  const passes = (problem: SequenceProblem) => problem.overridable && override.includes(problem.code);
  return { refused: problems.filter((problem) => !passes(problem)), overridden: problems.filter(passes) };
}

function accountProblems({ accounts }: GateSurroundings): SequenceProblem[] {
  if (accounts.some((account) => account.isActive)) return [];
  const detail =
    accounts.length === 0
      ? "There is no sending account. Add one under Settings, Sending accounts."
      : "Every sending account is paused. Activate one under Settings, Sending accounts.";
  return [{ code: "no-sending-account", pointer: "", detail, overridable: false }];
}

/** CAN-SPAM §7704(a)(5) asks for both in commercial mail; whether a mail is that, is the admin's to judge. */
function lawProblems({ postalAddress, hasUnsubscribe }: GateSurroundings): SequenceProblem[] {
  const problems: SequenceProblem[] = [];
  if (postalAddress.trim() === "") {
    const detail =
      "The emails carry no postal address, which the law asks for in commercial mail. Add it under Compliance.";
    problems.push({ code: "no-postal-address", pointer: "", detail, overridable: true });
  }
  if (!hasUnsubscribe) {
    const detail = "The emails carry no way to unsubscribe. Switch the footer's link on under Compliance.";
    problems.push({ code: "no-unsubscribe", pointer: "", detail, overridable: true });
  }
  return problems;
}

/**
 * Refuses only where nothing aligns: neither SPF nor DKIM speaks for the address, both checked. One of the two is enough
 * for DMARC (RFC 9989 §4.4), and what nobody could tell is no failure.
 */
function domainProblems({ accounts }: GateSurroundings): SequenceProblem[] {
  return accounts
    .filter((account) => account.isActive && account.spf === false && account.dkim === false)
    .map(({ email }) => {
      const detail = `Neither SPF nor DKIM speaks for ${email}, so its mail is likely to be refused. See Deliverability for the records to publish.`;
      return { code: "unverified-domain", pointer: "", detail, overridable: true };
    });
}

function urlProblems({ publicUrl }: GateSurroundings): SequenceProblem[] {
  const url = URL.parse(publicUrl);
  if (url === null || url.protocol === "https:" || isLoopback(url)) return [];
  const detail = `Links would go to ${url.origin} unencrypted. Put it behind https and set --public-url.`;
  return [{ code: "insecure-public-url", pointer: "", detail, overridable: true }];
}

function warningsOf({ mode, accounts, publicUrl }: GateSurroundings): SequenceWarning[] {
  if (mode === "sandbox") return [];
  const active = accounts.filter((account) => account.isActive);
  const warnings: SequenceWarning[] = [];
  for (const account of active.filter((candidate) => !candidate.readsReplies)) {
    const detail = `Replies to ${account.email} are not read, so they stop nothing. Connect its mailbox (IMAP).`;
    warnings.push({ code: "replies-unread", detail });
  }
  for (const account of active.filter((candidate) => candidate.spf === null && candidate.dkim === null)) {
    warnings.push({ code: "domain-unchecked", detail: `The domain of ${account.email} was not checked yet.` });
  }
  for (const { email, spf, dkim } of active.filter((account) => (account.spf === false) !== (account.dkim === false))) {
    const failed = spf === false ? "SPF" : "DKIM";
    const other = spf === false ? dkim : spf;
    const rest = other === true ? "" : ", and nothing tells whether the other one holds";
    warnings.push({ code: "domain-weak", detail: `${failed} of ${email} fails${rest}. See Deliverability.` });
  }
  if (active.length > 0 && active.every((account) => account.dailyLimit === 0)) {
    warnings.push({
      code: "no-capacity",
      detail: "The sending accounts may send 0 emails a day, so nothing will leave.",
    });
  }
  const url = URL.parse(publicUrl);
  if (url !== null && isLoopback(url)) {
    const detail = `Links go to ${url.origin}, which only this machine reaches. Set --public-url.`;
    warnings.push({ code: "loopback-public-url", detail });
  }
  return warnings;
}

/** RFC 6761 §6.3 (localhost and below), RFC 1122 §3.2.1.3 (127/8), RFC 4291 §2.5.3 (::1). */
function isLoopback(url: URL): boolean {
  const host = url.hostname.toLowerCase();
  return host === "localhost" || host.endsWith(".localhost") || host === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(host);
}
