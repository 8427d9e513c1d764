import type { Contact } from "@haste/contract/nouns/crm";
import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { IconArrowUpRight, IconX } from "@tabler/icons-react";
import { useRouter } from "@tanstack/react-router";
import { paths } from "../app/paths.ts";
import { Avatar } from "../ui/avatar.tsx";
import { cx } from "../ui/cx.ts";
import { Kbd } from "../ui/keys/kbd.tsx";
import { useKeys } from "../ui/keys/use-keys.ts";
import { SidePanel } from "../ui/page.tsx";
import p from "../ui/panes.module.css";
import { personName } from "../ui/person.ts";
import { ErrorState } from "../ui/state/error.tsx";
import { Bone } from "../ui/state/skeleton.tsx";
import { ConsentCard } from "./consent/consent-card.tsx";
import s from "./contact.module.css";
import { ContactMenu } from "./contact-actions.tsx";
import { ContactEmails } from "./contact-emails.tsx";
import { ContactFacts } from "./contact-facts.tsx";
import { useContact } from "./contact-queries.ts";
import { ContactSequences } from "./contact-sequences.tsx";
import { MailableVerdict } from "./mailable.tsx";

interface Props {
  readonly id: string;
  /** The list's row, shown until the person itself was read. */
  readonly known?: Contact | undefined;
  readonly onEnroll: (contact: Contact) => void;
  readonly onClose: () => void;
}

/** One person beside the list: who they are, may I mail, where they stand, what came back. */
export function ContactPanel({ id, known, onEnroll, onClose }: Props) {
  const router = useRouter();
  const found = useContact(id, known);
  const contact = found.data;
  useKeys([
    { keys: "Escape", label: "Close the panel", group: "Contacts", run: onClose },
    {
      keys: "o",
      label: "Open the person as a page",
      group: "Contacts",
      run: () => router.history.push(paths.contact(id)),
    },
  ]);
  return (
    <SidePanel label={contact ? personName(contact) : "Person"} width={420} over>
      <div className={s.panelBar}>
        {contact ? (
          <Button onClick={() => onEnroll(contact)} rightSection={<Kbd keys="e" />}>
            Enroll…
          </Button>
        ) : null}
        <span className={s.grow} />
        <Tooltip label="Open as a page (O)">
          <ActionIcon aria-label="Open as a page" onClick={() => router.history.push(paths.contact(id))}>
            <IconArrowUpRight size={16} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
        {contact ? <ContactMenu contact={contact} onArchived={onClose} /> : null}
        <ActionIcon onClick={onClose} aria-label="Close">
          <IconX size={16} stroke={1.6} />
        </ActionIcon>
      </div>
      {found.error && !contact ? <ErrorState error={found.error} retry={() => void found.refetch()} /> : null}
      {found.isPending ? (
        <div className={cx(p.bones, s.loading)}>
          <Bone width="50%" height={14} />
          <Bone width="70%" />
          <Bone width="40%" />
        </div>
      ) : null}
      {contact ? (
        <>
          <Who contact={contact} />
          <ContactFacts contact={contact} />
          <ConsentCard contactId={contact.id} name={personName(contact)} />
          <ContactSequences contactId={id} />
          <ContactEmails contactId={id} address={contact.email} />
        </>
      ) : null}
    </SidePanel>
  );
}

/** Name, where they work, and whether they may be mailed. */
export function Who({ contact }: { contact: Contact }) {
  const name = personName(contact);
  const work = [contact.title, contact.company?.name].filter(Boolean).join(", ");
  return (
    <div className={s.who}>
      <Avatar id={contact.id} name={name} size={40} />
      <div>
        <h2 dir="auto">{name}</h2>
        {work ? (
          <p className="second cut" dir="auto" title={work}>
            {work}
          </p>
        ) : null}
        {contact.archivedAt ? <p className="quiet">Archived; in no list any more.</p> : null}
        <MailableVerdict mailable={contact.mailable} />
      </div>
    </div>
  );
}
