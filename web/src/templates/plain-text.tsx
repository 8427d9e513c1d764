import { Button, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { DiffView } from "./diff-view.tsx";
import type { Words } from "./draft.ts";
import s from "./templates.module.css";
import { useRested } from "./use-rested.ts";

/** The text part: made of the HTML for every mail until somebody writes it by hand; then it says where the two part ways. */
export function PlainText({ words, onChange }: { words: Words; onChange: (text: string) => void }) {
  const { htmlContent, textContent } = useRested(words);
  const state = useQuery({
    queryKey: ["plain text", htmlContent, textContent],
    queryFn: () => import("./text-state.ts").then(({ plainTextState }) => plainTextState(htmlContent, textContent)),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    placeholderData: (before) => before,
  });
  const generated = state.data?.generated ?? "";
  if (words.textContent.trim() === "")
    return (
      <div className={s.plain}>
        <p className={s.notice}>
          Made of the HTML for every mail, so both say the same.
          <Button size="xs" variant="subtle" onClick={() => onChange(generated)} disabled={generated === ""}>
            Write it by hand
          </Button>
        </p>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard (axe scrollable-region-focusable) */}
        <section tabIndex={0} aria-label="Plain text, made of the HTML" className={s.generated} dir="auto">
          {generated || "Nothing is written yet."}
        </section>
      </div>
    );
  return (
    <div className={s.plain}>
      <Standing state={state.data} onFollow={() => onChange("")} />
      <Textarea
        aria-label="Plain text"
        className={s.byHand ?? ""}
        value={words.textContent}
        onChange={(event) => onChange(event.currentTarget.value)}
        dir="auto"
      />
    </div>
  );
}

type TextState = Awaited<ReturnType<typeof import("./text-state.ts")["plainTextState"]>>;

function Standing({ state, onFollow }: { state: TextState | undefined; onFollow: () => void }) {
  const [isCompared, setCompared] = useState(false);
  const isDrifted = state?.isDrifted === true;
  return (
    <>
      <p className={s.notice} role="status" data-warn={isDrifted || undefined}>
        {isDrifted ? `Written by hand; ${state.says}` : "Written by hand, in step with the HTML."}
        {isDrifted ? (
          <Button size="xs" variant="subtle" aria-expanded={isCompared} onClick={() => setCompared(!isCompared)}>
            Compare
          </Button>
        ) : null}
        <Button size="xs" variant="subtle" onClick={onFollow}>
          Let it follow the HTML
        </Button>
      </p>
      {isDrifted && isCompared ? (
        <div className={s.compared}>
          <DiffView diff={state.diff} />
        </div>
      ) : null}
    </>
  );
}
