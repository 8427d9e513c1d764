import { Button, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "../../app/api.ts";
import { ErrorState } from "../../ui/state/error.tsx";
import { SkeletonRows } from "../../ui/state/skeleton.tsx";
import s from "../forms.module.css";
import { KeyFields } from "../key-fields.tsx";
import { isKeyFormReady, type KeyForm, type KeyProvider, keyFormOf, keyInput, keyTerms } from "../key-form.ts";
import { useAccount } from "../queries.ts";
import { Step } from "./step.tsx";

interface StepProps {
  readonly provider: KeyProvider;
  readonly email: string;
  /** Made already, and to be changed; empty: not yet. */
  readonly accountId: string;
  readonly isOpen: boolean;
  readonly onSaved: (id: string) => void;
  readonly onChange: () => void;
}

/** The key of a sending service. */
export function KeyStep(props: StepProps) {
  const { provider, accountId, isOpen } = props;
  const stored = useAccount(accountId);
  const done = isOpen ? {} : { done: "Stored; keys are sealed", onChange: props.onChange };
  const isLoading = accountId !== "" && !stored.data && !stored.error;
  return (
    <Step n={2} title={`The key of ${keyTerms[provider].title}`} {...done}>
      {stored.error ? <ErrorState error={stored.error} retry={() => void stored.refetch()} /> : null}
      {isLoading ? <SkeletonRows rows={3} /> : <KeyPart {...props} stored={stored.data ?? null} />}
    </Step>
  );
}

type Stored = ReturnType<typeof useAccount>["data"];

function KeyPart(props: StepProps & { stored: Stored | null }) {
  const { provider, email, accountId, stored } = props;
  const [name, setName] = useState(stored?.displayName ?? "");
  const [form, setForm] = useState<KeyForm>(() => keyFormOf(provider, email, stored?.api ?? null));
  const hasKey = stored?.provider === provider && stored.api?.hasKey === true;
  const save = useSave(props);
  const isReady = isKeyFormReady(provider, form, hasKey);
  function submit(event: FormEvent) {
    event.preventDefault();
    if (isReady) save.mutate({ name, form });
  }
  return (
    <form className={s.form} onSubmit={submit}>
      <TextInput
        label="Name"
        description="Stands before the address in every mail"
        placeholder={email.replace(/@.*/, "")}
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <KeyFields provider={provider} form={form} hasKey={hasKey} onChange={setForm} />
      <p className="quiet">
        Replies go to the address itself. Add its mailbox under Servers afterwards, so that they stop sequences.
      </p>
      {save.error ? <ErrorState error={save.error} /> : null}
      <div className={s.verbs}>
        <Button type="submit" variant="filled" loading={save.isPending} disabled={!isReady}>
          {accountId === "" ? "Store and check" : "Store and check again"}
        </Button>
      </div>
    </form>
  );
}

/** Made paused, so that nothing leaves before it was checked; checked at once. */
function useSave({ provider, email, accountId, onSaved }: StepProps) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ name, form }: { name: string; form: KeyForm }) => {
      const named = name.trim() === "" ? {} : { displayName: name.trim() };
      const body = { ...named, provider, api: keyInput(provider, form) };
      const account =
        accountId === ""
          ? await api("POST /sending-accounts", { body: { ...body, email, status: "paused" } })
          : await api("PUT /sending-accounts/:id", { params: { id: accountId }, body });
      await api("POST /sending-accounts/:id/doctor", { params: { id: account.id }, body: {} });
      return account;
    },
    onSuccess: (account) => {
      void queries.invalidateQueries({ queryKey: ["sending-accounts"] });
      onSaved(account.id);
    },
  });
}
