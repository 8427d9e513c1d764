import { useEffect, useRef, useState } from "react";
import { ChipPanel } from "./chip-panel.tsx";
import type { VariableChoice } from "./choices.ts";
import { InsertMenu } from "./insert-menu.tsx";
import { openLineEditor } from "./line-editor.ts";
import { MenuState } from "./menus.ts";
import page from "./page.module.css";

export interface RichLineProps {
  readonly value: string;
  readonly onChange: (source: string) => void;
  readonly label: string;
  readonly placeholder: string;
  readonly variables: readonly VariableChoice[];
  readonly person: string | null;
  /** Whether somebody wrote here before the editor came. */
  readonly takesFocus: () => boolean;
}

const noSnippets: never[] = [];
const nothing = () => {};

/** One line of words with variables as chips; `{{` opens the list of them. Loaded late, with the editor. */
export function RichLine(props: RichLineProps) {
  const place = useRef<HTMLDivElement>(null);
  const [menu] = useState(() => new MenuState());
  const [line, setLine] = useState<ReturnType<typeof openLineEditor> | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const said = useRef<string | null>(null);
  const wasLoaded = useRef(false);
  useEffect(() => {
    if (place.current === null) return;
    const opened = openLineEditor(place.current, {
      label: latest.current.label,
      menu,
      onSource: (source) => {
        said.current = source;
        latest.current.onChange(source);
      },
    });
    setLine(opened);
    return () => opened.destroy();
  }, [menu]);
  useEffect(() => {
    if (line === null || props.value === said.current) return;
    said.current = props.value;
    line.load(props.value);
    if (!wasLoaded.current && latest.current.takesFocus()) line.editor.commands.focus("end");
    wasLoaded.current = true;
  }, [line, props.value]);
  return (
    <>
      <div ref={place} className={page.line} data-hint={props.value === "" ? props.placeholder : undefined} />
      {line ? (
        <>
          <InsertMenu
            editor={line.editor}
            menu={menu}
            variables={props.variables}
            snippets={noSnippets}
            person={props.person}
            onPicture={nothing}
            onLane={nothing}
          />
          <ChipPanel editor={line.editor} variables={props.variables} />
        </>
      ) : null}
    </>
  );
}
