import type { SendingAccount } from "@haste/contract/nouns/sending-accounts";
import { useState } from "react";
import { toastDone } from "../../ui/toast.tsx";
import { KeyFields } from "../key-fields.tsx";
import { isKeyFormReady, type KeyProvider, keyFormOf, keyInput, keyTerms } from "../key-form.ts";
import { useSaveAccount } from "../queries.ts";
import { SectionForm } from "./section-form.tsx";

/** The key of a sending service, to be replaced. */
export function KeySection({ account, provider }: { account: SendingAccount; provider: KeyProvider }) {
  const stored = keyFormOf(provider, account.email, account.api);
  const [form, setForm] = useState(stored);
  const hasKey = account.api?.hasKey === true;
  const save = useSaveAccount(account.id, () => {
    setForm({ ...form, key: "" });
    toastDone("The key is stored. Check it.");
  });
  const isChanged = JSON.stringify(stored) !== JSON.stringify(form);
  return (
    <SectionForm
      title={`Key of ${keyTerms[provider].title}`}
      isChanged={isChanged && isKeyFormReady(provider, form, hasKey)}
      isSaving={save.isPending}
      error={save.error}
      onSave={() => save.mutate({ api: keyInput(provider, form) })}
    >
      <KeyFields provider={provider} form={form} hasKey={hasKey} onChange={setForm} />
    </SectionForm>
  );
}
