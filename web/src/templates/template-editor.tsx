import type { Template } from "@haste/contract/nouns/templates";
import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { IconEye, IconHistory, IconPaperclip, IconSend, IconSettings } from "@tabler/icons-react";
import { useCallback, useMemo, useState } from "react";
import { useTimes } from "../app/clock.tsx";
import { useSnippetChoices } from "../app/mail/snippets.ts";
import { TestSend } from "../app/mail/test-send.tsx";
import { paths } from "../app/paths.ts";
import { Kbd } from "../ui/keys/kbd.tsx";
import { useKeys } from "../ui/keys/use-keys.ts";
import { commonVariables, type VariableChoice } from "../ui/mail/choices.ts";
import { MailBody } from "../ui/mail/mail-body.tsx";
import { plural } from "../ui/numbers.ts";
import { Page, PageHeader, SidePanel, Split } from "../ui/page.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { useUrlState } from "../ui/use-url-state.ts";
import { NARROW, useMedia } from "../ui/use-width.ts";
import { BesidePanel } from "./beside-panel.tsx";
import { Conflict } from "./conflict.tsx";
import { DetailsDialog } from "./details-dialog.tsx";
import { FooterLine } from "./footer-line.tsx";
import { HistoryPanel } from "./history-panel.tsx";
import { LeaveGuard } from "./leave-guard.tsx";
import { PreheaderField, SubjectField } from "./mail-lines.tsx";
import { PlainText } from "./plain-text.tsx";
import { PreviewPanel } from "./preview-panel.tsx";
import { useUsage } from "./queries.ts";
import s from "./templates.module.css";
import { UsagePanel } from "./usage-panel.tsx";
import { type Draft, useDraft } from "./use-draft.ts";
import { usePerson } from "./use-person.ts";
import { useWorstWalk } from "./use-worst-walk.tsx";
import { sharingWords } from "./words.ts";

/** Below this the words get more of the width than the mail beside them, so that the tools stay in one line. */
const TIGHT = "(max-width: 1399px)";

export interface TemplateEditorProps {
  readonly template: Template;
  /** Saves it as its next version; refuses where somebody else saved meanwhile. */
  readonly onSave: (template: Template) => Promise<void>;
  /** Variables it may use beside those that every mail has. */
  readonly variables: Template["variables"];
}

/** One template: its words at the left, what a real person would get of them at the right. */
export function TemplateEditor({ template, onSave, variables }: TemplateEditorProps) {
  const [url, setUrl] = useUrlState();
  const [isDetailed, setDetailed] = useState(false);
  const [isTesting, setTesting] = useState(false);
  const draft = useDraft(template, onSave);
  const walk = useWorstWalk(template.id, usePerson());
  const isNarrow = useMedia(NARROW);
  const isTight = useMedia(TIGHT);
  const panel = url.panel ?? (isNarrow ? "" : "preview");
  const open = (name: string) => setUrl({ panel: name === panel ? null : name }, { replace: true });
  useKeys([
    { keys: "mod+s", label: "Save as a version", group: "Template", run: () => void draft.save() },
    { keys: "h", label: "History", group: "Template", run: () => open("history") },
    { keys: "u", label: "Who uses it", group: "Template", run: () => open("usage") },
  ]);
  const choices = useChoices(variables, template, walk.sampleOf);
  return (
    <Page>
      <PageHeader
        crumbs={[{ label: "Templates", href: paths.templates }]}
        title={template.name}
        meta={<Meta template={template} onUsage={() => open("usage")} />}
        actions={
          <Actions
            template={template}
            draft={draft}
            panel={panel}
            isNarrow={isNarrow}
            onOpen={open}
            onDetails={() => setDetailed(true)}
            onTest={() => setTesting(true)}
          />
        }
      />
      <Notices draft={draft} template={template} />
      <Split>
        <div className={s.words}>
          <SubjectField
            value={draft.words.subject}
            onChange={(subject) => draft.change({ subject })}
            choices={choices}
            person={walk.name}
          />
          <PreheaderField
            value={draft.words.preheader}
            onChange={(preheader) => draft.change({ preheader })}
            choices={choices}
            person={walk.name}
          />
          <Body draft={draft} choices={choices} person={walk.name} />
          <FooterLine />
        </div>
        {panel === "preview" ? (
          <SidePanel label="Preview" width={isTight ? 430 : 480} over>
            <PreviewPanel id={template.id} words={draft.words} walk={walk} onClose={isNarrow ? () => open("") : null} />
          </SidePanel>
        ) : null}
        {panel === "beside" ? <BesidePanel draft={draft} onClose={() => open("preview")} /> : null}
        {panel === "history" ? (
          <HistoryPanel template={template} draft={draft} onClose={() => open("preview")} />
        ) : null}
        {panel === "usage" ? <UsagePanel id={template.id} onClose={() => open("preview")} /> : null}
      </Split>
      {isTesting ? (
        <TestSend
          content={draft.words}
          person={walk.person ? { id: walk.person.id, name: walk.name ?? "" } : null}
          onClose={() => setTesting(false)}
        />
      ) : null}
      {isDetailed ? <DetailsDialog template={template} onClose={() => setDetailed(false)} /> : null}
      <LeaveGuard draft={draft} next={template.contentVersion + 1} />
    </Page>
  );
}

function Body(props: { draft: Draft; choices: readonly VariableChoice[]; person: string | null }) {
  const { draft, choices, person } = props;
  const { change } = draft;
  const snippets = useSnippetChoices();
  const onChange = useCallback((htmlContent: string) => change({ htmlContent }), [change]);
  return (
    <MailBody
      tall
      label="Body"
      value={draft.words.htmlContent}
      onChange={onChange}
      variables={choices}
      snippets={snippets}
      person={person}
      text={<PlainText words={draft.words} onChange={(textContent) => change({ textContent })} />}
    />
  );
}

/** What every mail can say, and what this one or its person has besides. */
function useChoices(
  variables: Template["variables"],
  template: Template,
  sampleOf: ((name: string) => string | null | undefined) | null,
): VariableChoice[] {
  return useMemo(() => {
    const known = new Map(commonVariables.map((choice) => [choice.name, choice]));
    for (const { name, fallback } of [...variables, ...template.variables]) {
      if (!known.has(name)) known.set(name, { name, label: "Own field", ...(fallback ? { fallback } : {}) });
    }
    return [...known.values()].map((choice) => {
      const sample = sampleOf?.(choice.name);
      return sample === undefined ? choice : { ...choice, sample };
    });
  }, [variables, template.variables, sampleOf]);
}

function Meta({ template, onUsage }: { template: Template; onUsage: () => void }) {
  const usage = useUsage(template.id);
  const used = usage.data?.sequences.length ?? 0;
  return (
    <>
      <span className={s.chip}>{sharingWords[template.sharing]}</span>
      {template.locked ? <span className={s.chip}>Locked</span> : null}
      {template.archivedAt ? <span className={s.chip}>Archived</span> : null}
      <button type="button" className={s.used} onClick={onUsage}>
        {used === 0 ? "not used yet" : `used by ${plural(used, "sequence", "sequences")}`}
      </button>
    </>
  );
}

function Actions(props: {
  template: Template;
  draft: Draft;
  panel: string;
  isNarrow: boolean;
  onOpen: (panel: string) => void;
  onDetails: () => void;
  onTest: () => void;
}) {
  const { template, draft, panel, onOpen } = props;
  const times = useTimes();
  const next = template.contentVersion + 1;
  const says = {
    still: draft.isChanged
      ? "Not saved yet"
      : `Saved ${times.when(template.updatedAt)} · version ${template.contentVersion}`,
    saving: "Saving…",
    failed: "Not saved",
    conflict: "Not saved",
  }[draft.state];
  return (
    <>
      <span className={s.saved} role="status" data-failed={draft.state === "failed" || undefined}>
        {says}
      </span>
      {props.isNarrow ? (
        <Icon label="Preview" on={panel === "preview"} onPress={() => onOpen("preview")}>
          <IconEye size={16} stroke={1.6} />
        </Icon>
      ) : null}
      <Icon label="Send a test" on={false} onPress={props.onTest}>
        <IconSend size={16} stroke={1.6} />
      </Icon>
      <Icon label="Files and UTM" on={panel === "beside"} onPress={() => onOpen("beside")}>
        <IconPaperclip size={16} stroke={1.6} />
      </Icon>
      <Icon label="History" on={panel === "history"} onPress={() => onOpen("history")}>
        <IconHistory size={16} stroke={1.6} />
      </Icon>
      <Icon label="Name, folder, sharing" on={false} onPress={props.onDetails}>
        <IconSettings size={16} stroke={1.6} />
      </Icon>
      <Button
        variant="filled"
        disabled={!draft.isChanged || template.archivedAt !== null}
        loading={draft.state === "saving"}
        onClick={() => void draft.save()}
        rightSection={draft.isChanged ? <Kbd keys="mod s" on /> : null}
      >
        <span className={s.wideOnly}>Save version {next}</span>
        <span className={s.narrowOnly}>Save</span>
      </Button>
    </>
  );
}

function Icon(props: { label: string; on: boolean; onPress: () => void; children: React.ReactNode }) {
  return (
    <Tooltip label={props.label}>
      <ActionIcon
        variant="subtle"
        aria-label={props.label}
        data-on={props.on || undefined}
        className={s.icon ?? ""}
        onClick={props.onPress}
      >
        {props.children}
      </ActionIcon>
    </Tooltip>
  );
}

function Notices({ draft, template }: { draft: Draft; template: Template }) {
  return (
    <>
      {draft.isBack ? (
        <p className={s.notice} role="status">
          Words you did not save last time are back.
          <Button size="xs" variant="subtle" onClick={draft.discard}>
            Go back to version {template.contentVersion}
          </Button>
        </p>
      ) : null}
      {draft.state === "failed" ? <ErrorState error={draft.error} retry={() => void draft.save()} /> : null}
      {draft.state === "conflict" ? <Conflict draft={draft} template={template} /> : null}
    </>
  );
}
