import type { Snippet } from "@haste/contract/nouns/snippets";
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { memo } from "react";
import { JudgeButton } from "../app/mail/judge-button.tsx";
import { useSnippets } from "../app/mail/snippets.ts";
import { plural } from "../ui/numbers.ts";
import type { Words } from "./draft.ts";
import s from "./preview.module.css";

/** What a colleague would say before it leaves, the gravest first. */
export const Checks = memo(function Checks({ words }: { words: Words }) {
  const snippets = useSnippets().data?.data;
  const checks = useQuery({
    queryKey: ["checks", words, snippets],
    queryFn: () => import("./run-checks.ts").then(({ runChecks }) => runChecks(words, textsOf(snippets ?? []))),
    enabled: snippets !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    placeholderData: (before) => before,
  });
  const found = checks.data;
  if (found === undefined) return null;
  return (
    <section className={s.checks} aria-label="Checks">
      <h2>
        Checks <span className="quiet">{found.length === 0 ? "" : plural(found.length, "finding", "findings")}</span>
      </h2>
      {found.length === 0 ? (
        <p className={s.check} data-severity="good">
          <IconCircleCheck size={16} stroke={1.6} aria-hidden="true" />
          <span>
            <b>Nothing to mend.</b>
          </span>
        </p>
      ) : null}
      <ul>
        {found.map(({ rule, severity, place, detail, why, fix }) => (
          <li key={`${rule} ${place.part} ${place.line} ${detail}`} className={s.check} data-severity={severity}>
            {severity === "notice" ? (
              <IconInfoCircle size={16} stroke={1.6} role="img" aria-label="Notice" />
            ) : (
              <IconAlertTriangle size={16} stroke={1.6} role="img" aria-label={severity} />
            )}
            <span>
              <b>{detail}</b>
              {place.line === null || place.part === "subject" ? null : (
                <span className="quiet num"> line {place.line}</span>
              )}
              <span className="second" title={why}>
                {fix}
              </span>
            </span>
          </li>
        ))}
      </ul>
      <JudgeButton mail={words} />
    </section>
  );
});

/** What each snippet says; a group, which says another thing to everybody, what its first choice does. */
function textsOf(snippets: readonly Snippet[]) {
  const byId = new Map(snippets.map((snippet) => [snippet.id, snippet]));
  return new Map(
    snippets.map((snippet) => {
      const says = snippet.kind === "group" ? byId.get(snippet.choices[0]?.snippetId ?? "") : snippet;
      return [snippet.name, { html: says?.htmlContent ?? "", text: says?.textContent ?? "" }];
    }),
  );
}
