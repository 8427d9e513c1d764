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
import type { ComponentType, ReactNode } from "react";
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
export function RichToolbar({ editor, onAsk, aside }: { editor: Editor | null; onAsk: Ask; aside: ReactNode }) {
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
      <ToolIcon label="Picture" keys="" on={false} onPress={() => onAsk("picture")}>
        <IconPhoto size={16} stroke={1.6} />
      </ToolIcon>
      <i className={s.divider} />
      <Insert icon={<IconBraces size={16} stroke={1.6} />} keys="{ {" onPress={() => begin("{{")}>
        Variable
      </Insert>
      <Insert icon={<IconTemplate size={16} stroke={1.6} />} keys="/" onPress={() => begin("/")}>
        Snippet
      </Insert>
      <Insert
        icon={<IconGitFork size={16} stroke={1.6} />}
        onPress={() => editor && onAsk({ lane: addCondition(editor) })}
      >
        If
      </Insert>
      <span className={s.toolsEnd}>{aside}</span>
    </div>
  );
}

function ToolIcon(props: { label: string; keys: string; on: boolean; onPress: () => void; children: ReactNode }) {
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
        aria-pressed={on}
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

function Insert(props: { icon: ReactNode; keys?: string; onPress: () => void; children: ReactNode }) {
  return (
    <Button
      variant="subtle"
      className={s.insert ?? ""}
      leftSection={props.icon}
      onMouseDown={(event) => event.preventDefault()}
      onClick={props.onPress}
    >
      {props.children}
      {props.keys ? <Kbd keys={props.keys} /> : null}
    </Button>
  );
}
