import type { ResponseOf } from "@haste/contract/client";
import { Button, NumberInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "../app/api.ts";
import { PageBody, Section } from "../ui/page.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import { toastDone } from "../ui/toast.tsx";
import s from "./settings.module.css";

type Limits = ResponseOf<"GET /sending-limits">;
type Scope = "workspace" | "domain" | "provider";
type Cap = Limits[Scope];

const scopes: readonly { readonly scope: Scope; readonly title: string; readonly text: string }[] = [
  { scope: "workspace", title: "All accounts together", text: "Everything that leaves this workspace" },
  { scope: "domain", title: "To one domain", text: "To all people at one company, such as acme.example" },
  {
    scope: "provider",
    title: "To one recipient provider",
    text: "To all domains whose mail the same service reads, such as Google or Microsoft",
  },
];

/** Caps that all sending accounts share; an account's own stand on its page, and the smallest of all holds. */
export function SendingLimits() {
  const limits = useQuery({
    queryKey: ["sending-limits"],
    queryFn: ({ signal }) => api("GET /sending-limits", { signal }),
  });
  return (
    <PageBody label="Sending limits">
      {limits.error ? <ErrorState error={limits.error} retry={() => void limits.refetch()} /> : null}
      {limits.isPending ? <SkeletonRows rows={4} /> : null}
      {limits.data ? <LimitsForm key={limits.data.version} limits={limits.data} /> : null}
    </PageBody>
  );
}

function LimitsForm({ limits }: { limits: Limits }) {
  const queries = useQueryClient();
  const stored = { workspace: limits.workspace, domain: limits.domain, provider: limits.provider };
  const [form, setForm] = useState<Record<Scope, Cap>>(stored);
  const save = useMutation({
    mutationFn: () => api("PUT /sending-limits", { body: form }),
    onSuccess: (saved) => {
      queries.setQueryData(["sending-limits"], saved);
      toastDone("The limits are saved. What waits to leave is planned again.");
    },
  });
  const isChanged = JSON.stringify(form) !== JSON.stringify(stored);
  function submit(event: FormEvent) {
    event.preventDefault();
    if (isChanged) save.mutate();
  }
  return (
    <Section title="Limits that all sending accounts share">
      <form className={s.limits} onSubmit={submit} aria-label="Sending limits">
        {scopes.map(({ scope, title, text }) => (
          <CapFields
            key={scope}
            title={title}
            text={text}
            cap={form[scope]}
            onChange={(cap) => setForm({ ...form, [scope]: cap })}
          />
        ))}
        <p className="quiet">
          Each account has limits of its own besides. Whatever is smallest holds, and mail over it leaves later.
        </p>
        {save.error ? <ErrorState error={save.error} /> : null}
        <div>
          <Button type="submit" variant="filled" loading={save.isPending} disabled={!isChanged}>
            Save
          </Button>
        </div>
      </form>
    </Section>
  );
}

function CapFields(props: { title: string; text: string; cap: Cap; onChange: (cap: Cap) => void }) {
  const { title, cap, onChange } = props;
  const field = (name: keyof Cap, label: string) => (
    <NumberInput
      label={label}
      placeholder="No limit"
      min={1}
      max={1_000_000}
      value={cap[name] ?? ""}
      onChange={(value) => onChange({ ...cap, [name]: value === "" ? null : Math.max(1, Number(value)) })}
    />
  );
  return (
    <fieldset>
      <legend>{title}</legend>
      <p className="quiet">{props.text}</p>
      <div>
        {field("perHour", "Mails an hour")}
        {field("perDay", "Mails a day")}
      </div>
    </fieldset>
  );
}
