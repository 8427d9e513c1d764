import { Button, Modal, Switch, TextInput } from "@mantine/core";
import type { Editor } from "@tiptap/core";
import { NodeSelection } from "@tiptap/pm/state";
import { type ReactNode, useState } from "react";
import s from "./mail.module.css";
import { attribute, withAttribute } from "./source/attributes.ts";

const mayLead = /^(?:https?:\/\/|mailto:|tel:|#|\{\{|\{%)/i;

/** What somebody typed as an address: `haste.example` means the page there. */
export function addressOf(typed: string): string {
  const address = typed.trim();
  if (address === "" || mayLead.test(address)) return address;
  if (/^[^\s@/]+@[^\s@/]+\.\w+$/.test(address)) return `mailto:${address}`;
  return /^[\w-]+(?:\.[\w-]+)+(?:[/?#]|$)/.test(address) ? `https://${address}` : address;
}

export function LinkDialog({ editor, onClose }: { editor: Editor; onClose: () => void }) {
  const before = editor.isActive("link") ? (editor.getAttributes("link").raw as string) : "";
  const [href, setHref] = useState(attribute(before, "href") ?? "");
  const { empty, from, to } = editor.state.selection;
  const needsWords = empty && before === "";
  const [words, setWords] = useState("");
  const [isCounted, setCounted] = useState(attribute(before, "data-track")?.toLowerCase() !== "off");
  const address = addressOf(href);
  const isWrong = address !== "" && !mayLead.test(address);
  const keep = () => {
    if (address === "" || isWrong) return;
    const raw = withAttribute(withAttribute(before, "href", address), "data-track", isCounted ? null : "off");
    const chain = editor.chain().focus();
    if (needsWords) {
      const text = words.trim() || address.replace(/^(?:https?:\/\/|mailto:|tel:)/, "");
      chain.insertContent({ type: "text", text, marks: [{ type: "link", attrs: { raw } }] }).run();
    } else {
      const range = before === "" ? chain.setTextSelection({ from, to }) : chain.extendMarkRange("link");
      range.setMark("link", { raw }).run();
    }
    onClose();
  };
  return (
    <Asking
      title={before ? "Change the link" : "Link"}
      verb={before ? "Change it" : "Link it"}
      can={address !== "" && !isWrong}
      onKeep={keep}
      onClose={onClose}
      {...(before
        ? {
            remove: "Take it out",
            onRemove: () => editor.chain().focus().extendMarkRange("link").unsetMark("link").run(),
          }
        : {})}
    >
      <TextInput
        label="Address"
        data-autofocus
        value={href}
        onChange={(event) => setHref(event.currentTarget.value)}
        placeholder="https://…"
        error={isWrong ? "An address begins with https://, mailto: or tel:" : null}
        description={address !== href.trim() && !isWrong ? address : "Variables may stand in it, too"}
        inputWrapperOrder={["label", "input", "description", "error"]}
        spellCheck={false}
      />
      {needsWords ? (
        <TextInput label="Words" value={words} onChange={(event) => setWords(event.currentTarget.value)} dir="auto" />
      ) : null}
      <Switch
        label="Count who clicks it"
        description="Off, the mail holds the address itself"
        checked={isCounted}
        onChange={(event) => setCounted(event.currentTarget.checked)}
      />
    </Asking>
  );
}

export function PictureDialog({ editor, onClose }: { editor: Editor; onClose: () => void }) {
  const { selection } = editor.state;
  const chosen = selection instanceof NodeSelection && selection.node.type.name === "picture" ? selection.node : null;
  const before = (chosen?.attrs.raw as string | undefined) ?? "";
  const [src, setSrc] = useState(attribute(before, "src") ?? "");
  const [alt, setAlt] = useState(attribute(before, "alt") ?? "");
  const [width, setWidth] = useState(attribute(before, "width") ?? "");
  const isRight = /^(?:https:\/\/\S+|cid:[\w.-]+|\{\{[\s\S]+\}\}.*)$/.test(src.trim());
  const keep = () => {
    const set = [
      ["src", src.trim()],
      ["alt", alt.trim()],
      ["width", width.trim()],
    ] as const;
    const raw = set.reduce((all, [name, value]) => withAttribute(all, name, value), before);
    if (chosen === null) editor.chain().focus().insertContent({ type: "picture", attrs: { raw } }).run();
    else editor.chain().focus().updateAttributes("picture", { raw }).run();
    onClose();
  };
  return (
    <Asking
      title={chosen ? "Change the picture" : "Picture"}
      verb={chosen ? "Change it" : "Put it in"}
      can={isRight && (width === "" || /^\d{1,4}$/.test(width))}
      onKeep={keep}
      onClose={onClose}
      {...(chosen ? { remove: "Take it out", onRemove: () => editor.chain().focus().deleteSelection().run() } : {})}
    >
      <TextInput
        label="Address"
        data-autofocus
        value={src}
        onChange={(event) => setSrc(event.currentTarget.value)}
        placeholder="https://…"
        error={
          src !== "" && !isRight
            ? "Mails show pictures from https:// addresses and, by cid:, those that go with them"
            : null
        }
        spellCheck={false}
      />
      <TextInput
        label="What it shows"
        description="Read aloud, and shown where pictures are off"
        value={alt}
        onChange={(event) => setAlt(event.currentTarget.value)}
        dir="auto"
      />
      <TextInput
        label="Width in px"
        w={120}
        inputMode="numeric"
        value={width}
        onChange={(event) => setWidth(event.currentTarget.value)}
      />
    </Asking>
  );
}

/** A small form over the text; the text has the focus again when it is closed. */
export function Asking(props: {
  title: string;
  verb: string;
  can: boolean;
  onKeep: () => void;
  onClose: () => void;
  remove?: string;
  onRemove?: () => void;
  children: ReactNode;
}) {
  const { title, verb, can, onKeep, onClose, remove, onRemove } = props;
  return (
    <Modal opened onClose={onClose} title={title} size={440}>
      <form
        className={s.asking}
        onSubmit={(event) => {
          event.preventDefault();
          if (can) onKeep();
        }}
      >
        {props.children}
        <div className={s.askingFoot}>
          {onRemove ? (
            <Button
              variant="subtle"
              onClick={() => {
                onRemove();
                onClose();
              }}
            >
              {remove}
            </Button>
          ) : null}
          <span className={s.pair}>
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" variant="filled" disabled={!can}>
              {verb}
            </Button>
          </span>
        </div>
      </form>
    </Modal>
  );
}
