import type { SandboxEmail } from "@haste/contract/nouns/sandbox";
import { ActionIcon, SegmentedControl, Tooltip } from "@mantine/core";
import { IconDeviceDesktop, IconDeviceMobile, IconMoon, IconPhotoOff } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useClock, useTimes } from "../app/clock.tsx";
import { paths } from "../app/paths.ts";
import { Avatar } from "../ui/avatar.tsx";
import { A } from "../ui/link.tsx";
import { MailFrame } from "../ui/mail/mail-frame.tsx";
import p from "../ui/panes.module.css";
import { zoneName } from "../ui/time.ts";
import { useUrlState } from "../ui/use-url-state.ts";
import { nameOfRecipient } from "./act-words.ts";
import s from "./mail.module.css";
import { HeadersPart, LinksPart, MailChecks, SourcePart, TextPart } from "./mail-parts.tsx";

const parts = ["html", "text", "headers", "source", "links"] as const;
type Part = (typeof parts)[number];

/** How the HTML part is looked at; a matter of this glance, so it is not kept in the address. */
interface Glance {
  readonly mobile: boolean;
  readonly dark: boolean;
  readonly pictures: boolean;
}

/** One mail, as its reader sees it and as it was sent. */
export function MailView({ mail, onLink }: { mail: SandboxEmail; onLink: (href: string) => void }) {
  const [url, setUrl] = useUrlState();
  const [glance, setGlance] = useState<Glance>({ mobile: false, dark: false, pictures: true });
  const part = parts.find((each) => each === url.tab) ?? "html";
  return (
    <div className={p.view}>
      <div className={s.viewBar}>
        <SegmentedControl
          size="xs"
          aria-label="Part of the mail"
          value={part}
          onChange={(tab) => setUrl({ tab: tab === "html" ? null : tab }, { replace: true })}
          data={[
            { value: "html", label: "HTML" },
            { value: "text", label: "Text" },
            { value: "headers", label: "Headers" },
            { value: "source", label: "Source" },
            { value: "links", label: `Links ${mail.links.length}` },
          ]}
        />
        {part === "html" ? <Glances glance={glance} onChange={setGlance} /> : null}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className={s.viewBody} tabIndex={0} aria-label="Mail">
        <article className={s.card} data-mobile={(part === "html" && glance.mobile) || undefined}>
          <Envelope mail={mail} />
          <div className={s.part} data-framed={(part === "html" && mail.html !== null) || undefined}>
            <PartBody part={part} mail={mail} glance={glance} onLink={onLink} />
          </div>
        </article>
        {part === "html" ? <MailChecks mail={mail} /> : null}
      </section>
    </div>
  );
}

function PartBody(props: { part: Part; mail: SandboxEmail; glance: Glance; onLink: (href: string) => void }) {
  const { part, mail, glance, onLink } = props;
  if (part === "text") return <TextPart mail={mail} />;
  if (part === "headers") return <HeadersPart mail={mail} />;
  if (part === "source") return <SourcePart mail={mail} />;
  if (part === "links") return <LinksPart mail={mail} onClick={onLink} />;
  if (!mail.html) return <TextPart mail={mail} />;
  return (
    <MailFrame
      html={mail.html}
      subject={mail.subject}
      pictures={glance.pictures}
      dark={glance.dark}
      onLink={onLink}
      whyNot="loading is opening, and that is for the recipient."
    />
  );
}

function Envelope({ mail }: { mail: SandboxEmail }) {
  const times = useTimes();
  const { zone } = useClock();
  const sender = mail.fromName || mail.from;
  return (
    <header className={s.envelope}>
      <h2 dir="auto">{mail.subject || "No subject"}</h2>
      <div>
        <Avatar id={mail.from} name={sender} size={26} />
        <p>
          <span className="cut">
            <b>{sender}</b> <span className="second">&lt;{mail.from}&gt;</span>
          </span>
          <span className="second">
            to{" "}
            {mail.contactId ? (
              <A className={s.recipient} href={paths.contact(mail.contactId)} title={nameOfRecipient(mail)}>
                {mail.to}
              </A>
            ) : (
              mail.to
            )}{" "}
            · {times.full(mail.receivedAt)} in {zoneName(zone)}
          </span>
        </p>
      </div>
    </header>
  );
}

function Glances({ glance, onChange }: { glance: Glance; onChange: (glance: Glance) => void }) {
  return (
    <fieldset className={s.glances} aria-label="Look at it as">
      <Toggle label="Desktop" on={!glance.mobile} onPress={() => onChange({ ...glance, mobile: false })}>
        <IconDeviceDesktop size={16} stroke={1.6} />
      </Toggle>
      <Toggle label="Phone, 375 px" on={glance.mobile} onPress={() => onChange({ ...glance, mobile: true })}>
        <IconDeviceMobile size={16} stroke={1.6} />
      </Toggle>
      <Toggle label="Dark" on={glance.dark} onPress={() => onChange({ ...glance, dark: !glance.dark })}>
        <IconMoon size={16} stroke={1.6} />
      </Toggle>
      <Toggle
        label="Pictures off"
        on={!glance.pictures}
        onPress={() => onChange({ ...glance, pictures: !glance.pictures })}
      >
        <IconPhotoOff size={16} stroke={1.6} />
      </Toggle>
    </fieldset>
  );
}

function Toggle(props: { label: string; on: boolean; onPress: () => void; children: ReactNode }) {
  return (
    <Tooltip label={props.label}>
      <ActionIcon
        size={26}
        aria-label={props.label}
        aria-pressed={props.on}
        className={s.glance ?? ""}
        onClick={props.onPress}
      >
        {props.children}
      </ActionIcon>
    </Tooltip>
  );
}
