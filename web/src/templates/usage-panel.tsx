import type { Usage } from "@haste/contract/nouns/templates";
import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { paths } from "../app/paths.ts";
import { A } from "../ui/link.tsx";
import { plural } from "../ui/numbers.ts";
import { PanelHeader, SidePanel } from "../ui/page.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import s from "./history.module.css";
import { useUsage } from "./queries.ts";

/** Who would feel a change, before it is made. */
export function UsagePanel({ id, onClose }: { id: string; onClose: () => void }) {
  const usage = useUsage(id);
  return (
    <SidePanel label="Who uses it" width={480} over>
      <PanelHeader title="Who uses it">
        <ActionIcon onClick={onClose} aria-label="Close">
          <IconX size={16} stroke={1.6} />
        </ActionIcon>
      </PanelHeader>
      {usage.error ? <ErrorState error={usage.error} retry={() => void usage.refetch()} /> : null}
      {usage.isPending ? <SkeletonRows rows={3} height={40} /> : null}
      {usage.data ? <UsageList usage={usage.data} /> : null}
    </SidePanel>
  );
}

export function UsageList({ usage }: { usage: Usage }) {
  return (
    <div className={s.usage}>
      <p className={s.verdict}>{sentenceOf(usage)}</p>
      {usage.sequences.length > 0 ? (
        <p className="second">What was published keeps its words until it is published again.</p>
      ) : null}
      <ul>
        {usage.sequences.map((sequence) => (
          <li key={sequence.id}>
            <A href={paths.sequence(sequence.id, "steps")} className="cut" dir="auto">
              {sequence.name}
            </A>
            <span className="second">
              {sequence.isLive ? "runs people" : sequence.status}
              {sequence.stepIds.length > 0 ? ` · ${plural(sequence.stepIds.length, "step", "steps")}` : ""}
            </span>
            <span className={s.waits}>{sequence.hasUnpublishedChanges ? "has changes to publish" : ""}</span>
          </li>
        ))}
      </ul>
      <Mentions title="Templates" rows={usage.templates} href={paths.template} />
      <Mentions title="Snippets" rows={usage.snippets} href={paths.snippet} />
    </div>
  );
}

/** A snippet may be said by templates only, which reach people once a sequence takes them. */
function sentenceOf({ sentence, sequences, templates, snippets }: Usage): string {
  if (sequences.length > 0 || templates.length + snippets.length === 0) return sentence;
  const said = [
    templates.length > 0 ? plural(templates.length, "template", "templates") : "",
    snippets.length > 0 ? plural(snippets.length, "snippet", "snippets") : "",
  ].filter(Boolean);
  return `Changing this touches ${said.join(" and ")}; no sequence says it yet.`;
}

function Mentions(props: {
  title: string;
  rows: readonly { id: string; name: string }[];
  href: (id: string) => string;
}) {
  if (props.rows.length === 0) return null;
  return (
    <>
      <h3>{props.title}</h3>
      <ul>
        {props.rows.map(({ id, name }) => (
          <li key={id}>
            <A href={props.href(id)} className="cut" dir="auto">
              {name}
            </A>
          </li>
        ))}
      </ul>
    </>
  );
}
