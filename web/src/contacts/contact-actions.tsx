import type { Contact } from "@haste/contract/nouns/crm";
import { ActionIcon, Button, Menu, Modal } from "@mantine/core";
import { IconArchive, IconCopy, IconDots } from "@tabler/icons-react";
import { useState } from "react";
import { cx } from "../ui/cx.ts";
import p from "../ui/panes.module.css";
import { personName } from "../ui/person.ts";
import { ErrorState } from "../ui/state/error.tsx";
import { toastDone } from "../ui/toast.tsx";
import { useArchiveContact } from "./contact-queries.ts";
import s from "./contacts.module.css";

/** What is seldom done to a person: copy the address, archive. */
export function ContactMenu({ contact, onArchived }: { contact: Contact; onArchived: () => void }) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Menu>
        <Menu.Target>
          <ActionIcon aria-label="More">
            <IconDots size={16} stroke={1.6} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconCopy size={14} stroke={1.75} />}
            onClick={() => {
              void navigator.clipboard?.writeText(contact.email);
              toastDone("Address copied.");
            }}
          >
            Copy the address
          </Menu.Item>
          {contact.archivedAt ? null : (
            <Menu.Item leftSection={<IconArchive size={14} stroke={1.75} />} onClick={() => setAsking(true)}>
              Archive…
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {asking ? <ArchiveDialog contact={contact} onClose={() => setAsking(false)} onArchived={onArchived} /> : null}
    </>
  );
}

/** Archiving cannot be taken back here and stops running sequences: so it asks first, and says what it does. */
function ArchiveDialog(props: { contact: Contact; onClose: () => void; onArchived: () => void }) {
  const { contact, onClose, onArchived } = props;
  const archive = useArchiveContact();
  const name = personName(contact);
  return (
    <Modal opened onClose={onClose} size={440} title={<span dir="auto">Archive {name}</span>}>
      <p className="second">
        Their running sequences stop and no further mail leaves. History stays readable; they are in no list any more.
      </p>
      {archive.error ? <ErrorState error={archive.error} /> : null}
      <div className={cx(p.foot, s.foot)}>
        <Button onClick={onClose} data-autofocus>
          Cancel
        </Button>
        <Button
          variant="outline"
          loading={archive.isPending}
          onClick={() =>
            archive.mutate(contact, {
              onSuccess: () => {
                toastDone(`${name} is archived.`);
                onClose();
                onArchived();
              },
            })
          }
        >
          Archive
        </Button>
      </div>
    </Modal>
  );
}
