import { Button } from "@mantine/core";
import { IconUser } from "@tabler/icons-react";
import { useParams, useRouter } from "@tanstack/react-router";
import { paths } from "../app/paths.ts";
import { Kbd } from "../ui/keys/kbd.tsx";
import { useKeys } from "../ui/keys/use-keys.ts";
import { Page, PageBody, PageHeader } from "../ui/page.tsx";
import { personName } from "../ui/person.ts";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import { useUrlState } from "../ui/use-url-state.ts";
import { ConsentCard } from "./consent/consent-card.tsx";
import s from "./contact.module.css";
import { ContactMenu } from "./contact-actions.tsx";
import { ContactEmails } from "./contact-emails.tsx";
import { ContactFacts } from "./contact-facts.tsx";
import { Who } from "./contact-panel.tsx";
import { useContact } from "./contact-queries.ts";
import { ContactSequences } from "./contact-sequences.tsx";
import { EnrollPeople } from "./enroll-people.tsx";

/** One person as a page: the address that mails, events and colleagues link to. */
export function ContactPage() {
  const { contactId = "" } = useParams({ strict: false });
  const router = useRouter();
  const [url, setUrl] = useUrlState();
  const found = useContact(contactId);
  const contact = found.data;
  const enroll = () => setUrl({ enroll: "1" });
  useKeys([
    { keys: "e", label: "Enroll this person", group: "Contacts", run: enroll },
    { keys: "Escape", label: "Back to the list", group: "Contacts", run: () => router.history.push(paths.contacts) },
  ]);
  return (
    <Page>
      <PageHeader
        icon={<IconUser size={16} stroke={1.6} />}
        crumbs={[{ label: "Contacts", href: paths.contacts }]}
        title={contact ? personName(contact) : "Contact"}
        actions={
          contact ? (
            <>
              <ContactMenu contact={contact} onArchived={() => router.history.push(paths.contacts)} />
              <Button variant="filled" onClick={enroll} rightSection={<Kbd keys="e" on />}>
                Enroll…
              </Button>
            </>
          ) : null
        }
      />
      <PageBody label="Contact">
        {found.error && !contact ? <ErrorState error={found.error} retry={() => void found.refetch()} /> : null}
        {found.isPending ? <SkeletonRows rows={5} /> : null}
        {contact ? (
          <div className={s.page}>
            <div className={s.pageFacts}>
              <Who contact={contact} />
              <ContactFacts contact={contact} />
              <ConsentCard contactId={contact.id} name={personName(contact)} />
            </div>
            <div className={s.pageWay}>
              <ContactSequences contactId={contact.id} />
              <ContactEmails contactId={contact.id} address={contact.email} />
            </div>
          </div>
        ) : null}
      </PageBody>
      {url.enroll && contact ? (
        <EnrollPeople
          choice={{ contactIds: [contact.id] }}
          n={1}
          people={[contact]}
          onClose={() => setUrl({ enroll: null }, { replace: true })}
        />
      ) : null}
    </Page>
  );
}
