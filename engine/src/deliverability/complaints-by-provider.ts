/**
 * Whether complaints stop a whole account, or only what it writes to one recipient provider.
 *
 * Each receiver judges a sender by what its own people report (Google: "spam rates reported in Postmaster Tools" are of
 * mail to Gmail alone, https://support.google.com/a/answer/81126), so where one provider's people account for a rate that
 * stops, mail to everybody else goes on. Where two providers' people complain it is the mail, and the account stops.
 */
import { type ComplaintVerdict, judgeComplaints } from "./complaints.ts";

export interface ProviderComplaints {
  /** null: recipients whose providers are not known by name, among whom nobody is stopped alone. */
  readonly provider: string | null;
  readonly complained: number;
  /** Mails its servers took in the time the complaints are counted in. */
  readonly sent: number;
}

/** What the complaints about an account stop: nothing, all of it, or its mail to one provider. */
export type ComplaintStop =
  | { readonly stops: "nothing" }
  | { readonly stops: "account"; readonly reason: string }
  | { readonly stops: "provider"; readonly provider: string; readonly reason: string };

/** @param counts one for each provider */
export function judgeByProvider(counts: readonly ProviderComplaints[]): {
  /** Of all its mail. */
  readonly verdict: ComplaintVerdict;
  readonly stop: ComplaintStop;
} {
  const verdict = judgeComplaints(sumOf(counts));
  return { verdict, stop: stopOf(counts, verdict) };
}

function stopOf(counts: readonly ProviderComplaints[], whole: ComplaintVerdict): ComplaintStop {
  const guilty = counts.flatMap((counted) => {
    const { provider } = counted;
    const verdict = judgeComplaints(counted);
    return provider !== null && verdict.state === "stop" ? [{ counted, provider, reason: verdict.reason }] : [];
  });
  const [first, second] = guilty;
  if (first === undefined)
    return whole.state === "stop" ? { stops: "account", reason: whole.reason } : { stops: "nothing" };
  const { counted, ...pair } = first;
  const others = judgeComplaints(sumOf(counts.filter((one) => one !== counted)));
  if (second === undefined && others.state !== "stop") return { stops: "provider", ...pair };
  return { stops: "account", reason: whole.state === "stop" ? whole.reason : pair.reason };
}

function sumOf(counts: readonly ProviderComplaints[]): { readonly complained: number; readonly sent: number } {
  const sum = (of: "complained" | "sent") => counts.reduce((total, one) => total + one[of], 0);
  return { complained: sum("complained"), sent: sum("sent") };
}
