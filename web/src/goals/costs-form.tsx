import type { ResponseOf } from "@haste/contract/client";
import { Button, Select, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "../app/api.ts";
import { ErrorState } from "../ui/state/error.tsx";
import { toastDone } from "../ui/toast.tsx";
import { currencies, readAmount, writeAmount } from "./amount.ts";
import s from "./goals.module.css";

type Costs = ResponseOf<"GET /settings">["costs"];

const fault = "Write an amount such as 12.50.";

/** What a mailbox and mails cost, so that a sequence can say what comes back for it. */
export function CostsForm({ costs }: { costs: Costs }) {
  const queries = useQueryClient();
  const [currency, setCurrency] = useState(costs?.currency ?? "EUR");
  const [account, setAccount] = useState(costs === null ? "" : writeAmount(costs.perAccountMonth, costs.currency));
  const [mails, setMails] = useState(costs === null ? "" : writeAmount(costs.perThousandEmails, costs.currency));
  const save = useMutation({
    mutationFn: (body: { costs: Costs }) => api("PUT /settings", { body }),
    onSuccess: (saved) => {
      queries.setQueryData(["settings"], saved);
      void queries.invalidateQueries({ queryKey: ["sequences"] });
      toastDone(saved.costs === null ? "Costs are forgotten." : "Costs are saved.");
    },
  });
  const isEmpty = account.trim() === "" && mails.trim() === "";
  const read = (text: string) => (text.trim() === "" ? 0 : readAmount(text, currency));
  const [perAccountMonth, perThousandEmails] = [read(account), read(mails)];
  const isReady = perAccountMonth !== null && perThousandEmails !== null;
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!isReady) return;
    save.mutate({ costs: isEmpty ? null : { currency, perAccountMonth, perThousandEmails } });
  }
  return (
    <form onSubmit={submit} className={s.form}>
      <div className={s.fields}>
        <TextInput
          label="One sending account, a month"
          inputMode="decimal"
          autoComplete="off"
          placeholder="0"
          value={account}
          error={perAccountMonth === null && fault}
          onChange={(event) => setAccount(event.currentTarget.value)}
        />
        <TextInput
          label="A thousand mails"
          inputMode="decimal"
          autoComplete="off"
          placeholder="0"
          value={mails}
          error={perThousandEmails === null && fault}
          onChange={(event) => setMails(event.currentTarget.value)}
        />
        <Select
          label="Currency"
          allowDeselect={false}
          value={currency}
          data={[...new Set([...currencies, currency])]}
          onChange={(code) => code && setCurrency(code)}
        />
      </div>
      {save.error ? <ErrorState error={save.error} /> : null}
      <div>
        <Button type="submit" loading={save.isPending} disabled={!isReady}>
          Save costs
        </Button>
      </div>
    </form>
  );
}
