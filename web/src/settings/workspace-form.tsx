import type { ResponseOf } from "@haste/contract/client";
import { Button, Select, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useMemo, useState } from "react";
import { api } from "../app/api.ts";
import { Section } from "../ui/page.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { toastDone } from "../ui/toast.tsx";

type Settings = ResponseOf<"GET /settings">;

/** Name, zone and the postal address that every mail's footer carries. */
export function WorkspaceForm({ settings }: { settings: Settings }) {
  const queries = useQueryClient();
  const [form, setForm] = useState({
    name: settings.name,
    timezone: settings.timezone,
    postalAddress: settings.postalAddress,
  });
  const zones = useMemo(
    () => [...new Set([settings.timezone, ...Intl.supportedValuesOf("timeZone")])],
    [settings.timezone],
  );
  const save = useMutation({
    mutationFn: (body: typeof form) => api("PUT /settings", { body }),
    onSuccess: (saved) => {
      queries.setQueryData(["settings"], saved);
      void queries.invalidateQueries({ queryKey: ["me"] });
      toastDone("Settings are saved.");
    },
  });
  const changed =
    form.name !== settings.name || form.timezone !== settings.timezone || form.postalAddress !== settings.postalAddress;
  function submit(event: FormEvent) {
    event.preventDefault();
    save.mutate(form);
  }
  return (
    <Section>
      <form onSubmit={submit} style={{ display: "flex", flexDirection: "column", gap: 14, maxWidth: 640 }}>
        <TextInput
          label="Name"
          value={form.name}
          maxLength={100}
          required
          withAsterisk={false}
          onChange={(event) => setForm({ ...form, name: event.currentTarget.value })}
        />
        <Select
          label="Zone"
          description="Times in lists and reports, and of people and sequences without a zone of their own"
          searchable
          allowDeselect={false}
          value={form.timezone}
          data={zones}
          onChange={(timezone) => timezone && setForm({ ...form, timezone })}
        />
        <Textarea
          label="Postal address"
          description="Stands in the footer of every mail; the law asks for it, so nothing is sent without one"
          rows={3}
          maxLength={500}
          value={form.postalAddress}
          onChange={(event) => setForm({ ...form, postalAddress: event.currentTarget.value })}
        />
        {save.error ? <ErrorState error={save.error} /> : null}
        <div>
          <Button type="submit" variant="filled" loading={save.isPending} disabled={!changed || !form.name.trim()}>
            Save
          </Button>
        </div>
      </form>
    </Section>
  );
}
