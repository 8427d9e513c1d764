import type { SendingAccount } from "@haste/contract/nouns/sending-accounts";
import { Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { toastDone } from "../../ui/toast.tsx";
import { useSaveAccount } from "../queries.ts";
import { SectionForm } from "./section-form.tsx";

/** The name its mails come from, and what `{{ sender.signature }}` says. */
export function WordsSection({ account }: { account: SendingAccount }) {
  const stored = { displayName: account.displayName, signature: account.signature ?? "" };
  const [form, setForm] = useState(stored);
  const save = useSaveAccount(account.id, () => toastDone("Name and signature are saved."));
  const isChanged = form.displayName !== stored.displayName || form.signature !== stored.signature;
  return (
    <SectionForm
      title="Name and signature"
      isChanged={isChanged && form.displayName.trim() !== ""}
      isSaving={save.isPending}
      error={save.error}
      onSave={() => save.mutate({ displayName: form.displayName.trim(), signature: form.signature || null })}
    >
      <TextInput
        label="Name"
        description="Stands before the address in every mail"
        maxLength={200}
        value={form.displayName}
        onChange={(event) => setForm({ ...form, displayName: event.currentTarget.value })}
      />
      <Textarea
        label="Signature"
        description="Where a mail says sender.signature"
        autosize
        minRows={3}
        maxRows={10}
        maxLength={20_000}
        value={form.signature}
        onChange={(event) => setForm({ ...form, signature: event.currentTarget.value })}
      />
    </SectionForm>
  );
}
