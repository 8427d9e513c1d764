import type { ResponseOf } from "@haste/contract/client";
import { Switch } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../app/api.ts";
import { PageBody, Section } from "../ui/page.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import { toastDone } from "../ui/toast.tsx";
import s from "./compliance.module.css";
import { OwnRules } from "./own-rules/own-rules.tsx";

type Shown = ResponseOf<"GET /compliance-rules">;
type Pack = Shown["packs"][number];

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
        <>
          <Section title="What laws want">
            <p className={`second ${s.about}`}>
              They read the consent recorded with each contact, and the contact’s country. No legal advice: ask somebody
              who may give it.
            </p>
            <ul className={s.cards}>
              {shown.data.packs.map((pack) => (
                <PackCard key={pack.id} pack={pack} on={on} />
              ))}
            </ul>
          </Section>
          <OwnRules rules={shown.data.data} />
        </>
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
