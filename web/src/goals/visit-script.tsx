import { useQuery } from "@tanstack/react-query";
import { api } from "../app/api.ts";
import { Copyable } from "../ui/copyable.tsx";
import { Section } from "../ui/page.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import s from "./goals.module.css";

/** What the pages of goals must carry so that visits are told, and whether any were. */
export function VisitScript() {
  const visits = useQuery({
    queryKey: ["goals", "visits"],
    queryFn: ({ signal }) => api("GET /tracking/visits", { signal }),
  });
  const last = visits.data?.lastVisit ?? null;
  const lastWords = last === null ? "No visit has been seen yet" : `Last seen: ${last.page}, ${at(last.at)}`;
  return (
    <Section title="Visits of pages" aside={visits.data ? lastWords : undefined}>
      {visits.error ? <ErrorState error={visits.error} retry={() => void visits.refetch()} /> : null}
      {visits.isPending ? <SkeletonRows rows={1} height={32} /> : null}
      {visits.data ? (
        <div className={s.form}>
          <p className="quiet">
            Put this on your pages, and call <code>hasteConsent()</code> on each page once the visitor has agreed. Until
            then it stores and sends nothing, and it never does where the browser asks not to be followed. Links in
            mails to the hosts of these goals carry a parameter, <code>hc</code>, from now on.
          </p>
          <Copyable label="Script" text={`<script src="${visits.data.scriptUrl}"></script>`} />
        </div>
      ) : null}
    </Section>
  );
}

function at(iso: string): string {
  return new Date(iso).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}
