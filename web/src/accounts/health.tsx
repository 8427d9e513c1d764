import type { SendingAccount } from "@haste/contract/nouns/sending-accounts";
import { Glyph } from "../ui/status/glyph.tsx";
import s from "./accounts.module.css";

/** A state in shape, color and word; why, beneath it. */
export function Health({ account, why = true }: { account: SendingAccount; why?: boolean }) {
  const isActive = account.status === "active";
  const isNew = account.statusReason === "Not checked yet";
  const word = isNew ? "Not checked yet" : "Paused";
  return (
    <span className={s.health}>
      <span className={s.state}>
        <Glyph name={isActive ? "dot" : "bars"} color={isActive ? "var(--good-fill)" : "var(--warn-fill)"} />
        {isActive ? "Active" : word}
      </span>
      {why && !isNew && account.statusReason ? (
        <small className="cut" title={account.statusReason}>
          {account.statusReason}
        </small>
      ) : null}
    </span>
  );
}
