import type { ResponseOf } from "@haste/contract/client";
import { Button, Switch } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../app/api.ts";
import { PageBody, Section } from "../ui/page.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import { toastDone } from "../ui/toast.tsx";
import s from "./compliance.module.css";

type Shown = ResponseOf<"GET /compliance-rules">;
type Pack = Shown["packs"][number];
type Rule = Shown["data"][number];

const key = ["compliance-rules"];

/** What laws want of mail to their countries, switched on pack by pack, and the rules of the workspace itself. */
export function Laws() {
  const shown = useQuery<Shown>({ queryKey: key, queryFn: ({ signal }) => api("GET /compliance-rules", { signal }) });
  const on = shown.data?.packs.filter((pack) => pack.isOn).map((pack) => pack.id) ?? [];
  return (
    <PageBody label="Laws">
      {shown.error ? <ErrorState error={shown.error} retry={() => void shown.refetch()} /> : null}
      {shown.isPending ? <SkeletonRows rows={4} /> : null}
      {shown.data ? (
        <div className={s.rules}>
          <p className="second">
            They read the contact’s fields country, legalBasis, consentSource and consentDate. No legal advice: ask
            somebody who may give it.
          </p>
          <ul className={s.cards}>
            {shown.data.packs.map((pack) => (
              <PackCard key={pack.id} pack={pack} on={on} />
            ))}
          </ul>
          <OwnRules rules={shown.data.data} />
        </div>
      ) : null}
    </PageBody>
  );
}

function useSaved() {
  const queries = useQueryClient();
  return () => {
    void queries.invalidateQueries({ queryKey: key });
    void queries.invalidateQueries({ queryKey: ["compliance"] });
    toastDone("The rules hold from the next email on.");
  };
}

function PackCard({ pack, on }: { pack: Pack; on: readonly string[] }) {
  const saved = useSaved();
  const turn = useMutation({
    mutationFn: (isOn: boolean) =>
      api("PUT /compliance", {
        body: { rulePacks: isOn ? [...on, pack.id] : on.filter((id) => id !== pack.id) },
      }),
    onSuccess: saved,
  });
  return (
    <li className={s.card}>
      <div>
        <strong>{pack.name}</strong>
        <p className="second">{pack.about}</p>
        <p className="second">
          {pack.sources.map(({ title, url }, place) => (
            <span key={url}>
              {place === 0 ? "" : " · "}
              <a href={url} target="_blank" rel="noreferrer">
                {title}
              </a>
            </span>
          ))}
        </p>
        {turn.error ? <ErrorState error={turn.error} /> : null}
      </div>
      <Switch
        aria-label={pack.name}
        checked={pack.isOn}
        disabled={turn.isPending}
        onChange={(event) => turn.mutate(event.currentTarget.checked)}
      />
    </li>
  );
}

const effects: Readonly<Record<Rule["effect"]["do"], string>> = {
  block: "Blocks",
  approve: "Waits for approval",
  require: "Requires words",
};

/** Rules that were added through the API; here they are seen, switched and removed. */
function OwnRules({ rules }: { rules: readonly Rule[] }) {
  if (rules.length === 0) return null;
  return (
    <Section title="Rules of your own">
      <ul className={s.cards}>
        {rules.map((rule) => (
          <OwnRule key={rule.id} rule={rule} />
        ))}
      </ul>
    </Section>
  );
}

function OwnRule({ rule }: { rule: Rule }) {
  const saved = useSaved();
  const params = { id: rule.id };
  const turn = useMutation({
    mutationFn: (isOn: boolean) => api("PUT /compliance-rules/:id", { params, body: { isOn } }),
    onSuccess: saved,
  });
  const remove = useMutation({
    mutationFn: () => api("DELETE /compliance-rules/:id", { params }),
    onSuccess: saved,
  });
  return (
    <li className={s.card}>
      <div>
        <strong dir="auto">{rule.name}</strong>
        <p className="second">{effects[rule.effect.do]}</p>
      </div>
      <Button size="compact-xs" aria-label={`Remove ${rule.name}`} onClick={() => remove.mutate()}>
        Remove
      </Button>
      <Switch
        aria-label={rule.name}
        checked={rule.isOn}
        disabled={turn.isPending}
        onChange={(event) => turn.mutate(event.currentTarget.checked)}
      />
    </li>
  );
}
