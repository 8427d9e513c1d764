import type { Findings } from "@haste/contract/nouns/simulations";
import { Select } from "@mantine/core";
import { useState } from "react";
import { percent, plural } from "../../ui/numbers.ts";
import { Section } from "../../ui/page.tsx";
import type { Account } from "./findings.ts";
import { bindingSentence, holdNames, hoursInWords } from "./holds.ts";
import s from "./simulate.module.css";

/** Kinds told one by one; the rest is a trickle. */
const TOLD = 6;

/** A quiet ranked list: what keeps mails from leaving, the worst first, of all accounts or of one. */
export function HoldsList({ holds, accounts }: { holds: Findings["holds"]; accounts: readonly Account[] }) {
  const [chosen, setChosen] = useState("");
  const own = holds.perAccount.find(({ accountId }) => accountId === chosen);
  const shown = own ? own.holds : holds.total;
  const all = shown.reduce((sum, { hours }) => sum + hours, 0);
  return (
    <Section title="What holds mails back" aside={<span className="quiet">share of hours</span>}>
      {accounts.length > 1 ? (
        <Select
          className={s.whose ?? ""}
          aria-label="Of which account"
          size="xs"
          allowDeselect={false}
          value={own ? chosen : ""}
          onChange={(id) => setChosen(id ?? "")}
          data={[{ value: "", label: "All accounts" }, ...accounts.map(({ id, label }) => ({ value: id, label }))]}
        />
      ) : null}
      <p className={s.binding}>{bindingSentence(shown)}</p>
      <ul className={s.holds}>
        {shown.slice(0, TOLD).map(({ code, mails, hours }, rank) => (
          <li key={code} data-first={rank === 0 || undefined}>
            <span>{holdNames[code]}</span>
            <b className="num">{percent(all === 0 ? 0 : hours / all)}</b>
            <i aria-hidden="true">
              <i style={{ inlineSize: `${(all === 0 ? 0 : hours / all) * 100}%` }} />
            </i>
            <small>
              {plural(mails, "mail", "mails")}, {hoursInWords(hours)} together
            </small>
          </li>
        ))}
      </ul>
      {shown.length > 0 ? (
        <p className={s.basis}>
          Beyond the delays of the steps. Whoever was ready and found no room waits for the cap, nights too.
        </p>
      ) : null}
    </Section>
  );
}
