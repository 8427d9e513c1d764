import type { Template } from "@haste/contract/nouns/templates";
import { ActionIcon, Button, FileButton, Switch, TextInput } from "@mantine/core";
import { IconPaperclip, IconPhoto, IconX } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { ErrorState } from "../../ui/state/error.tsx";
import { api } from "../api.ts";
import s from "./mail.module.css";

/** What goes with a mail beside its words. */
export interface MailExtrasValue {
  readonly utm: Template["utm"];
  readonly attachments: Template["attachments"];
}

interface MailExtrasProps {
  readonly value: MailExtrasValue;
  readonly onChange: (part: Partial<MailExtrasValue>, about: string) => void;
}

/** Files that go with the mail, and what its links tell the pages they lead to. */
export function MailExtras({ value, onChange }: MailExtrasProps) {
  return (
    <div className={s.extras}>
      <Files files={value.attachments} onChange={(attachments) => onChange({ attachments }, "attachments")} />
      <UtmFields utm={value.utm} onChange={(utm, about) => onChange({ utm }, about)} />
    </div>
  );
}

type Files = Template["attachments"];

/** Most that one mail may carry; the API refuses more. */
const MOST_FILES = 10;

function Files({ files, onChange }: { files: Files; onChange: (files: Files) => void }) {
  const upload = useMutation({
    mutationFn: async (file: File) => {
      const body = new Uint8Array(await file.arrayBuffer());
      return api("POST /files", {
        query: { name: file.name },
        body,
        headers: { "Content-Type": "application/octet-stream" },
      });
    },
    onSuccess: ({ file, name, mediaType }) => {
      const cid = mediaType.startsWith("image/") ? freeCid(name, files) : null;
      onChange([...files, { file, name, cid }]);
    },
  });
  return (
    <section className={s.part} aria-label="Files">
      <h3>Files</h3>
      {files.length === 0 ? (
        <p className="second">None. Mails without files arrive better; at most 10 MB together.</p>
      ) : null}
      <ul className={s.files}>
        {files.map((file, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same file may go along twice; its place is what it is
          <li key={at}>
            {file.cid === null ? (
              <IconPaperclip size={16} stroke={1.6} aria-hidden="true" />
            ) : (
              <IconPhoto size={16} stroke={1.6} aria-hidden="true" />
            )}
            <span className="cut" dir="auto">
              {file.name}
              <small>{file.cid === null ? "attached" : `shown where a picture’s address is cid:${file.cid}`}</small>
            </span>
            <ActionIcon aria-label={`Take ${file.name} out`} onClick={() => onChange(files.toSpliced(at, 1))}>
              <IconX size={16} stroke={1.6} />
            </ActionIcon>
          </li>
        ))}
      </ul>
      {upload.error ? <ErrorState error={upload.error} /> : null}
      <FileButton onChange={(file) => file && upload.mutate(file)}>
        {(props) => (
          <Button
            {...props}
            leftSection={<IconPaperclip size={14} stroke={1.75} />}
            loading={upload.isPending}
            disabled={files.length >= MOST_FILES}
          >
            Add a file or picture
          </Button>
        )}
      </FileButton>
    </section>
  );
}

/** `Our logo.png` is `our-logo`; a second one `our-logo-2`. */
function freeCid(name: string, files: Files): string {
  const stem =
    name
      .replace(/\.[^.]*$/, "")
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "")
      .slice(0, 60) || "picture";
  const taken = new Set(files.map(({ cid }) => cid));
  for (let count = 1; ; count += 1) {
    const cid = count === 1 ? stem : `${stem}-${count}`;
    if (!taken.has(cid)) return cid;
  }
}

type Utm = NonNullable<Template["utm"]>;

const parts = [
  ["source", "Source", "newsletter"],
  ["medium", "Medium", "email"],
  ["campaign", "Campaign", "spring"],
  ["term", "Term", ""],
  ["content", "Content", ""],
] as const;

function UtmFields({ utm, onChange }: { utm: Utm | null; onChange: (utm: Utm | null, about: string) => void }) {
  const isOn = utm !== null;
  return (
    <section className={s.part} aria-label="UTM parameters">
      <Switch
        label="UTM parameters on links"
        description="Added where a link does not say the same already"
        checked={isOn}
        onChange={(event) =>
          onChange(
            event.currentTarget.checked ? { source: "haste", medium: "email", campaign: "outreach" } : null,
            "utm",
          )
        }
      />
      {isOn ? (
        <div className={s.utm}>
          {parts.map(([name, label, example]) => {
            const isNeeded = name !== "term" && name !== "content";
            const value = utm[name] ?? "";
            return (
              <TextInput
                key={name}
                label={label}
                placeholder={example}
                value={value}
                maxLength={200}
                error={isNeeded && value.trim() === "" ? "Needed" : null}
                onChange={(event) => {
                  const said = event.currentTarget.value;
                  onChange({ ...utm, [name]: isNeeded ? said : said || null }, `utm ${name}`);
                }}
              />
            );
          })}
        </div>
      ) : null}
    </section>
  );
}
