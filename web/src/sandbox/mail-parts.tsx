import type { SandboxEmail } from "@haste/contract/nouns/sandbox";
import { sizeOfHtml } from "@haste/engine/render";
import { Button } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { plural } from "../ui/numbers.ts";
import s from "./mail.module.css";

export function TextPart({ mail }: { mail: SandboxEmail }) {
  if (!mail.text) return <p className="quiet">This mail has no text part.</p>;
  return (
    <pre className={s.text} dir="auto">
      {mail.text}
    </pre>
  );
}

export function HeadersPart({ mail }: { mail: SandboxEmail }) {
  return (
    <dl className={s.headers}>
      {mail.headers.map((header, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same header may come several times, in an order that never changes
        <div key={at}>
          <dt>{header.name}</dt>
          <dd>{header.value}</dd>
        </div>
      ))}
    </dl>
  );
}

export function SourcePart({ mail }: { mail: SandboxEmail }) {
  return <pre className={s.source}>{mail.raw ?? "The source is read with the mail itself; one moment."}</pre>;
}

export function LinksPart({ mail, onClick }: { mail: SandboxEmail; onClick: (href: string) => void }) {
  if (mail.links.length === 0) return <p className="quiet">This mail has no link.</p>;
  return (
    <ul className={s.links}>
      {mail.links.map((link, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a mail may hold one link twice, in an order that never changes
        <li key={at}>
          <div>
            <b dir="auto">{link.text || "A link without words"}</b>
            <span className="mono">{link.href}</span>
          </div>
          <Button size="xs" onClick={() => onClick(link.href)}>
            Click it
          </Button>
        </li>
      ))}
    </ul>
  );
}

/** What can be told from the mail alone; each with its word, good or not. */
export function MailChecks({ mail }: { mail: SandboxEmail }) {
  const has = (name: string) => mail.headers.some((header) => header.name.toLowerCase() === name);
  const { bytes, limit, isClipped } = sizeOfHtml(mail.html ?? "");
  const oneClick = has("list-unsubscribe") && has("list-unsubscribe-post");
  return (
    <ul className={s.checks} aria-label="Checks">
      <Check good={mail.links.length > 0}>{plural(mail.links.length, "link", "links")}</Check>
      <Check good={!isClipped}>{`${(bytes / 1000).toFixed(1)} kB of ${limit / 1000}`}</Check>
      <Check good={oneClick}>{oneClick ? "one-click unsubscribe" : "no one-click unsubscribe"}</Check>
      <Check good={Boolean(mail.text)}>{mail.text ? "text part" : "no text part"}</Check>
    </ul>
  );
}

function Check({ good, children }: { good: boolean; children: ReactNode }) {
  return (
    <li data-bad={good ? undefined : true}>
      {good ? (
        <IconCircleCheck size={14} stroke={1.75} aria-hidden="true" />
      ) : (
        <IconAlertTriangle size={14} stroke={1.75} aria-hidden="true" />
      )}
      {children}
    </li>
  );
}
