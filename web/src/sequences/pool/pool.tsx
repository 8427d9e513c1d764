import type { Sequence, SequenceSettingsInput } from "@haste/contract/nouns/sequences";
import { MultiSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import s from "../newcomers/newcomers.module.css";
import { NumberField } from "../newcomers/number-field.tsx";
import { accountsQuery } from "./accounts-query.ts";
import { poolWords, withAccounts } from "./pool-words.ts";

interface PoolProps {
  readonly settings: Sequence["settings"];
  readonly set: (settings: SequenceSettingsInput) => void;
}

const weights = { min: 1, max: 100, empty: null };

/** Who sends: the accounts new people are spread over, and where there are several, how much each takes. */
export function PoolOfAccounts({ settings, set }: PoolProps) {
  const pool = settings.sendingAccounts;
  const accounts = useQuery(accountsQuery);
  const known = accounts.data?.data ?? [];
  const nameOf = (id: string) => known.find((one) => one.id === id)?.email ?? "An account that was removed";
  const options = known.map(({ id, email, status }) => ({
    value: id,
    label: status === "active" ? email : `${email} (paused)`,
  }));
  const gone = (pool ?? []).filter(({ id }) => !known.some((one) => one.id === id));
  return (
    <div className={s.form}>
      <div>
        <MultiSelect
          label="Sending accounts"
          placeholder={pool === null ? "All active accounts" : ""}
          clearable
          searchable
          disabled={accounts.isPending}
          value={(pool ?? []).map(({ id }) => id)}
          data={[...options, ...gone.map(({ id }) => ({ value: id, label: nameOf(id) }))]}
          nothingFoundMessage="No such account. Add one under Settings, Sending accounts."
          onChange={(ids) => set({ sendingAccounts: withAccounts(pool, ids) })}
        />
        {accounts.isPending ? null : <p className={s.effect}>{poolWords(pool, known)}</p>}
      </div>
      {pool !== null && pool.length > 1 ? (
        <div className={s.pair}>
          {pool.map(({ id, weight }) => (
            <NumberField
              key={id}
              label={`Weight of ${nameOf(id)}`}
              unit="parts"
              value={weight}
              limits={weights}
              effect={`About ${Math.round((100 * weight) / pool.reduce((sum, one) => sum + one.weight, 0))} % of new people while all are as healthy and as large.`}
              onSave={(changed) =>
                set({ sendingAccounts: pool.map((one) => (one.id === id ? { id, weight: changed ?? 1 } : one)) })
              }
            />
          ))}
        </div>
      ) : null}
    </div>
  );
}
