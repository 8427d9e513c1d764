import type { Editor } from "@tiptap/core";
import { useEffect, useRef, useState } from "react";
import { ChipPanel } from "./chip-panel.tsx";
import type { SnippetChoice, VariableChoice } from "./choices.ts";
import { InsertMenu } from "./insert-menu.tsx";
import { LaneDialog } from "./lane-dialog.tsx";
import { LinkDialog, PictureDialog } from "./link-dialogs.tsx";
import s from "./mail.module.css";
import { type MailEditor, openMailEditor } from "./mail-editor.ts";
import { MenuState } from "./menus.ts";
import page from "./page.module.css";
import { RichToolbar } from "./rich-toolbar.tsx";

export interface RichBodyProps {
  readonly value: string;
  readonly onChange: (source: string) => void;
  readonly label: string;
  readonly placeholder: string;
  readonly variables: readonly VariableChoice[];
  readonly snippets: readonly SnippetChoice[];
  readonly person: string | null;
  /** The mail cannot be kept as it is here; `why` goes on after “This mail”. */
  readonly onRefuse: (why: string, line: number) => void;
  readonly tall: boolean;
  /** At the right of the tools. */
  readonly aside: React.ReactNode;
}

type Asked = "link" | "picture" | { readonly lane: number } | null;

/** A mail's body as it reads, with its tools. Loaded late: the editor weighs more than any screen around it. */
export function RichBody(props: RichBodyProps) {
  const place = useRef<HTMLDivElement>(null);
  const [menu] = useState(() => new MenuState());
  const [asked, setAsked] = useState<Asked>(null);
  const mail = useMail(props, place, menu, setAsked);
  const editor = mail?.editor ?? null;
  return (
    <div className={s.rich}>
      <RichToolbar
        editor={editor}
        onAsk={setAsked}
        aside={props.aside}
        isSmall={!props.tall}
        hasSnippets={props.snippets.length > 0}
      />
      <div ref={place} className={page.page} data-tall={props.tall || undefined} />
      {editor ? (
        <>
          <InsertMenu
            editor={editor}
            menu={menu}
            variables={props.variables}
            snippets={props.snippets}
            person={props.person}
            onPicture={() => setAsked("picture")}
            onLane={(lane) => setAsked({ lane })}
          />
          <ChipPanel editor={editor} variables={props.variables} />
          <Dialogs editor={editor} asked={asked} variables={props.variables} onClose={() => setAsked(null)} />
        </>
      ) : null}
    </div>
  );
}

function Dialogs(props: { editor: Editor; asked: Asked; variables: readonly VariableChoice[]; onClose: () => void }) {
  const { editor, asked, onClose } = props;
  if (asked === null) return null;
  if (asked === "link") return <LinkDialog editor={editor} onClose={onClose} />;
  if (asked === "picture") return <PictureDialog editor={editor} onClose={onClose} />;
  return <LaneDialog editor={editor} pos={asked.lane} variables={props.variables} onClose={onClose} />;
}

function useMail(
  props: RichBodyProps,
  place: React.RefObject<HTMLDivElement | null>,
  menu: MenuState,
  ask: (asked: Asked) => void,
): MailEditor | null {
  const [mail, setMail] = useState<MailEditor | null>(null);
  const latest = useRef(props);
  latest.current = props;
  /** What was written here last, which needs no reading when it comes back. */
  const said = useRef<string | null>(null);
  const snippetViews = useRef(new Set<() => void>()).current;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what each view draws it asks for itself
  useEffect(() => {
    for (const show of snippetViews) show();
  }, [props.snippets, snippetViews]);
  useEffect(() => {
    if (place.current === null) return;
    const { label, placeholder } = latest.current;
    const opened = openMailEditor(place.current, {
      label,
      placeholder,
      menu,
      snippetWords: (name) => latest.current.snippets.find((each) => each.name === name)?.words ?? null,
      snippetViews,
      onSource: (source) => {
        said.current = source;
        latest.current.onChange(source);
      },
      onLink: () => ask("link"),
      onLane: (lane) => ask({ lane }),
    });
    setMail(opened);
    return () => opened.destroy();
  }, [place, menu, ask, snippetViews]);
  useEffect(() => {
    if (mail === null || props.value === said.current) return;
    said.current = props.value;
    const read = mail.load(props.value);
    if (!read.ok) latest.current.onRefuse(read.why, read.line);
  }, [mail, props.value]);
  return mail;
}
