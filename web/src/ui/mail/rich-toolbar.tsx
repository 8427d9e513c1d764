import { ActionIcon, Button, Tooltip } from "@mantine/core";
import {
  IconBold,
  IconBraces,
  IconGitFork,
  IconItalic,
  IconLink,
  IconList,
  IconListNumbers,
  IconPhoto,
  IconTemplate,
} from "@tabler/icons-react";
import type { Editor } from "@tiptap/core";
import { type ComponentType, memo, type ReactNode } from "react";
import { Kbd } from "../keys/kbd.tsx";
import s from "./mail.module.css";
import { addCondition } from "./mail-editor.ts";
import { useEditor } from "./use-editor.ts";

interface Tool {
  readonly id: string;
  readonly label: string;
  readonly keys: string;
  readonly Icon: ComponentType<{ size?: number; stroke?: number }>;
  readonly run: (editor: Editor) => void;
}

const tools: readonly Tool[] = [
  {
    id: "bold",
    label: "Bold",
    keys: "mod+b",
    Icon: IconBold,
    run: (editor) => editor.chain().focus().toggleMark("bold").run(),
  },
  {
    id: "italic",
    label: "Italic",
    keys: "mod+i",
    Icon: IconItalic,
    run: (editor) => editor.chain().focus().toggleMark("italic").run(),
  },
  {
    id: "bulletList",
    label: "Bulleted list",
    keys: "mod+shift+8",
    Icon: IconList,
    run: (editor) => editor.chain().focus().toggleList("bulletList", "listItem").run(),
  },
  {
    id: "orderedList",
    label: "Numbered list",
    keys: "mod+shift+7",
    Icon: IconListNumbers,
    run: (editor) => editor.chain().focus().toggleList("orderedList", "listItem").run(),
  },
];

type Ask = (asked: "link" | "picture" | { lane: number }) => void;

/** Formatting at the left, what a mail can say of its reader after it. Variables and snippets open the lists that typing opens. */
export const RichToolbar = memo(function RichToolbar(props: {
  editor: Editor | null;
  onAsk: Ask;
  aside: ReactNode;
  /** As a field of a form: what there is room for; `/` offers the rest. */
  isSmall: boolean;
  hasSnippets: boolean;
}) {
  const { editor, onAsk, aside, isSmall } = props;
  const active = useEditor(editor, (now) =>
    [...tools.map(({ id }) => id), "link"].filter((id) => now.isActive(id)).join(" "),
  );
  const isActive = (id: string) => active?.split(" ").includes(id) ?? false;
  const begin = (text: string) => {
    if (editor === null) return;
    const { $from } = editor.state.selection;
    const before = $from.parent.textBetween(0, $from.parentOffset, "\n", "\ufffc");
    editor
      .chain()
      .focus()
      .insertContent(text === "/" && before !== "" && !/\s$/.test(before) ? " /" : text)
      .run();
  };
  return (
    <div className={s.tools} role="toolbar" aria-label="Format and insert">
      {tools.map(({ id, label, keys, Icon, run }) => (
        <ToolIcon key={id} label={label} keys={keys} on={isActive(id)} onPress={() => editor && run(editor)}>
          <Icon size={16} stroke={1.6} />
        </ToolIcon>
      ))}
      <ToolIcon label="Link" keys="mod+k" on={isActive("link")} onPress={() => onAsk("link")}>
        <IconLink size={16} stroke={1.6} />
      </ToolIcon>
      {isSmall ? null : (
        <ToolIcon label="Picture" keys="" onPress={() => onAsk("picture")}>
          <IconPhoto size={16} stroke={1.6} />
        </ToolIcon>
      )}
      <i className={s.divider} />
      <Insert Icon={IconBraces} label="Variable" keys="{ {" isSmall={isSmall} onPress={() => begin("{{")} />
      {props.hasSnippets ? (
        <Insert Icon={IconTemplate} label="Snippet" keys="/" isSmall={isSmall} onPress={() => begin("/")} />
      ) : null}
      <Insert
        Icon={IconGitFork}
        label="If"
        keys=""
        isSmall={isSmall}
        onPress={() => editor && onAsk({ lane: addCondition(editor) })}
      />
      <span className={s.toolsEnd}>{aside}</span>
    </div>
  );
});

function ToolIcon(props: { label: string; keys: string; on?: boolean; onPress: () => void; children: ReactNode }) {
  const { label, keys, on, onPress, children } = props;
  const says = keys ? (
    <span className={s.tip}>
      {label} <Kbd keys={keys} />
    </span>
  ) : (
    label
  );
  return (
    <Tooltip label={says}>
      <ActionIcon
        variant="subtle"
        aria-label={label}
        {...(on === undefined ? {} : { "aria-pressed": on })}
        data-on={on || undefined}
        className={s.tool ?? ""}
        // The text keeps its selection: the press is about it.
        onMouseDown={(event) => event.preventDefault()}
        onClick={onPress}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

function Insert(props: { Icon: Tool["Icon"]; label: string; keys: string; isSmall: boolean; onPress: () => void }) {
  const { Icon, label, keys, isSmall, onPress } = props;
  const icon = <Icon size={16} stroke={1.6} />;
  if (isSmall)
    return (
      <ToolIcon label={label} keys={keys} onPress={onPress}>
        {icon}
      </ToolIcon>
    );
  return (
    <Button
      variant="subtle"
      className={s.insert ?? ""}
      leftSection={icon}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onPress}
    >
      {label}
      {keys ? <Kbd keys={keys} /> : null}
    </Button>
  );
}
