import { SegmentedControl, Textarea } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import { lazy, type ReactNode, Suspense, useMemo, useState } from "react";
import { cx } from "../cx.ts";
import { Bone } from "../state/skeleton.tsx";
import type { SnippetChoice, VariableChoice } from "./choices.ts";
import s from "./mail.module.css";

const RichBody = lazy(async () => ({ default: (await import("./rich-body.tsx")).RichBody }));

export type BodyView = "rich" | "text" | "html";

export interface MailBodyProps {
  readonly value: string;
  readonly onChange: (html: string) => void;
  readonly label: string;
  readonly variables: readonly VariableChoice[];
  readonly snippets?: readonly SnippetChoice[];
  /** Whom the values beside variables are of. */
  readonly person?: string | null;
  /** The plain text, where it is edited here as well. */
  readonly text?: ReactNode;
  /** Fills what is there, as a page of its own does; else it is a field of a form. */
  readonly tall?: boolean;
}

/** A mail's body: as it reads, as its source, and where there is one, as plain text. All three are one value. */
export function MailBody(props: MailBodyProps) {
  const [view, setView] = useState<BodyView>("rich");
  const [refused, setRefused] = useState<{ why: string; line: number; value: string } | null>(null);
  // Asked again once it was changed: what kept it out may be gone.
  const isRefused = refused !== null && refused.value === props.value;
  const shown = view === "rich" && isRefused ? "html" : view;
  const { label } = props;
  const hasText = props.text !== undefined;
  // The same element while it shows the same: the tools beside it are not drawn for every key.
  const aside = useMemo(
    () => (
      <SegmentedControl
        aria-label={`How the ${label.toLowerCase()} is shown`}
        value={shown}
        onChange={(value) => {
          if (value === "rich") setRefused(null);
          setView(value as BodyView);
        }}
        data={[
          { value: "rich", label: "Rich" },
          ...(hasText ? [{ value: "text", label: "Plain text" }] : []),
          { value: "html", label: "HTML" },
        ]}
      />
    ),
    [label, shown, hasText],
  );
  const bar = (
    <div className={s.tools}>
      <span className={s.toolsEnd}>{aside}</span>
    </div>
  );
  return (
    <div className={cx(s.body, props.tall && s.tall)} data-field="/content/htmlContent">
      {shown === "rich" ? (
        <Suspense fallback={<Loading bar={bar} />}>
          <RichBody
            value={props.value}
            onChange={props.onChange}
            label={props.label}
            placeholder="Write the mail; {{ for what you know of them, / for everything else"
            variables={props.variables}
            snippets={props.snippets ?? []}
            person={props.person ?? null}
            onRefuse={(why, line) => {
              setRefused({ why, line, value: props.value });
              setView("html");
            }}
            tall={props.tall === true}
            aside={aside}
          />
        </Suspense>
      ) : null}
      {shown === "text" ? (
        <>
          {bar}
          {props.text}
        </>
      ) : null}
      {shown === "html" ? (
        <>
          {bar}
          {refused ? <Refused why={refused.why} line={refused.line} /> : null}
          <Textarea
            aria-label={props.label}
            className={s.source ?? ""}
            value={props.value}
            onChange={(event) => props.onChange(event.currentTarget.value)}
            placeholder="<p>Hi {{ contact.firstName | default: 'there' }},</p>"
            spellCheck={false}
            dir="auto"
          />
        </>
      ) : null}
    </div>
  );
}

function Refused({ why, line }: { why: string; line: number }) {
  return (
    <p className={s.refused} role="status">
      <IconInfoCircle size={16} stroke={1.6} aria-hidden="true" />
      <span>
        This mail {why} (line {line}). Rich cannot keep that as it is, so it is edited as HTML and stays as it was
        written.
      </span>
    </p>
  );
}

function Loading({ bar }: { bar: ReactNode }) {
  return (
    <div className={s.rich} role="status" aria-label="Loading">
      {bar}
      <div className={s.bones}>
        <Bone width="60%" />
        <Bone width="85%" />
        <Bone width="40%" />
      </div>
    </div>
  );
}
