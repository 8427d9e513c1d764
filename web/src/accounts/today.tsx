import type { SendingAccount } from "@haste/contract/nouns/sending-accounts";
import { count } from "../ui/numbers.ts";
import s from "./accounts.module.css";

/** Sent and reserved since the account's midnight, against its cap. */
export function Today({ account }: { account: SendingAccount }) {
  const { daily } = account.currentUsage;
  const share = account.dailyLimit > 0 ? Math.min(100, (daily / account.dailyLimit) * 100) : 0;
  return (
    <span className={s.today}>
      <span className="num">
        <b>{count(daily)}</b> <span className="quiet">of {count(account.dailyLimit)}</span>
      </span>
      <span className={s.meter}>
        <i style={{ width: `${share}%` }} />
      </span>
    </span>
  );
}
