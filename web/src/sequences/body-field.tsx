import { Button, Menu, SegmentedControl, Textarea } from "@mantine/core";
import { IconBraces } from "@tabler/icons-react";
import { useRef, useState } from "react";
import s from "./steps.module.css";

/** What a mail can say about its reader; each with a fallback, so that nobody gets an empty greeting. */
const variables = [
  ["First name", "{{ contact.firstName | default: 'there' }}"],
  ["Last name", "{{ contact.lastName }}"],
  ["Title", "{{ contact.title | default: 'your work' }}"],
  ["Company", "{{ company.name | default: 'your company' }}"],
] as const;

/** The mail's body as HTML, with a menu of variables and a look at how it reads. */
export function BodyField({ value, onChange }: { value: string; onChange: (html: string) => void }) {
  const [view, setView] = useState("html");
  const field = useRef<HTMLTextAreaElement>(null);
  function insert(text: string) {
    const area = field.current;
    const from = area?.selectionStart ?? value.length;
    const to = area?.selectionEnd ?? value.length;
    onChange(value.slice(0, from) + text + value.slice(to));
    requestAnimationFrame(() => {
      area?.focus();
      area?.setSelectionRange(from + text.length, from + text.length);
    });
  }
  return (
    <div data-field="/content/htmlContent">
      <div style={{ display: "flex", alignItems: "center", gap: 8, paddingBottom: 5 }}>
        <label htmlFor="step-body" style={{ fontSize: 12, fontWeight: 500, flex: 1 }}>
          Body
        </label>
        <Menu>
          <Menu.Target>
            <Button
              size="xs"
              variant="subtle"
              leftSection={<IconBraces size={14} stroke={1.75} />}
              disabled={view !== "html"}
            >
              Variable
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {variables.map(([name, text]) => (
              <Menu.Item key={name} onClick={() => insert(text)}>
                {name}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        <SegmentedControl
          aria-label="How the body is shown"
          value={view}
          onChange={setView}
          data={[
            { value: "html", label: "HTML" },
            { value: "preview", label: "Preview" },
          ]}
        />
      </div>
      {view === "html" ? (
        <Textarea
          ref={field}
          id="step-body"
          className={s.body ?? ""}
          rows={13}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
          placeholder="<p>Hi {{ contact.firstName | default: 'there' }},</p>"
          spellCheck
          dir="auto"
        />
      ) : (
        <iframe className={s.preview} title="Preview of the body" sandbox="" srcDoc={previewOf(value)} />
      )}
    </div>
  );
}

/** The body as a mail program draws it; variables stand out. Nothing in it can run or load: the frame is sandboxed. */
function previewOf(html: string): string {
  const marked = html.replace(/\{\{[^}]*\}\}/g, (tag) => {
    const name = /(?:\w+\.)*(\w+)/.exec(tag.slice(2))?.[1] ?? "";
    const fallback = /default:\s*'([^']*)'/.exec(tag)?.[1];
    return `<mark>${name}${fallback ? ` ${fallback}` : ""}</mark>`;
  });
  const style =
    "body{font:14px/22px system-ui,sans-serif;margin:12px 14px;color:CanvasText}mark{background:color-mix(in srgb,CanvasText 10%,transparent);color:inherit;border-radius:3px;padding:0 4px}";
  return `<!doctype html><meta name="color-scheme" content="light dark"><style>${style}</style>${marked}`;
}
