import type { Contact } from "@haste/contract/nouns/crm";
import { useClock, useTimes } from "../app/clock.tsx";
import { paths } from "../app/paths.ts";
import { A } from "../ui/link.tsx";
import { clockTime, zoneName } from "../ui/time.ts";
import s from "./contact.module.css";
import { type ContactEdit, type ContactPatch, useChangeContact } from "./contact-queries.ts";
import { CompanyEditor, ZoneEditor } from "./editors.tsx";
import { InlineField } from "./inline-field.tsx";

type TextField = "firstName" | "lastName" | "title" | "timezone";

/** Everything that is known of a person, each fact edited where it stands. */
export function ContactFacts({ contact }: { contact: Contact }) {
  const change = useChangeContact();
  const { now } = useClock();
  const times = useTimes();
  const save = (edit: Omit<ContactEdit, "contact">) => change.mutateAsync({ contact, ...edit });
  const saveText = (field: TextField, label: string) => (text: string) =>
    save({
      patch: { [field]: text || null },
      shown: { [field]: text || null, ...(field === "timezone" ? { timezoneProblem: null } : {}) },
      undo: { [field]: contact[field] },
      done: `${label} changed.`,
    });
  const localTime = contact.timezone && !contact.timezoneProblem ? clockTime(now, contact.timezone) : null;
  return (
    <dl className={s.facts}>
      <InlineField
        label="First name"
        value={contact.firstName}
        empty="Add"
        onSave={saveText("firstName", "First name")}
      />
      <InlineField label="Last name" value={contact.lastName} empty="Add" onSave={saveText("lastName", "Last name")} />
      <InlineField
        label="Address"
        value={contact.email}
        empty="Add"
        onSave={(email) =>
          save({ patch: { email }, shown: { email }, undo: { email: contact.email }, done: "Address changed." })
        }
      />
      <InlineField
        label="Company"
        value={contact.company?.name ?? null}
        empty="Add"
        onSave={(name) => saveCompany(contact, name, save)}
        editor={(props) => <CompanyEditor {...props} />}
      />
      <InlineField label="Title" value={contact.title} empty="Add" onSave={saveText("title", "Title")} />
      <InlineField
        label="Time zone"
        value={contact.timezone}
        empty="The sequence’s zone is used"
        onSave={saveText("timezone", "Time zone")}
        editor={(props) => <ZoneEditor {...props} />}
        warn={contact.timezoneProblem}
      >
        {localTime ? `${zoneName(contact.timezone ?? "")}, ${localTime} there` : contact.timezone}
      </InlineField>
      {customTexts(contact).map(([name, value]) => (
        <InlineField
          key={name}
          label={name}
          value={value}
          empty="Empty"
          onSave={(text) =>
            save({
              patch: { customFields: { ...contact.customFields, [name]: text } },
              shown: { customFields: { ...contact.customFields, [name]: text } },
              undo: { customFields: contact.customFields },
              done: `${name} changed.`,
            })
          }
        />
      ))}
      <div className={s.fact}>
        <dt>Last emailed</dt>
        <dd className={s.plainFact}>{contact.lastEmailedAt ? times.full(contact.lastEmailedAt) : "never"}</dd>
      </div>
      <div className={s.fact}>
        <dt>Added</dt>
        <dd className={s.plainFact}>{times.full(contact.createdAt)}</dd>
      </div>
      {contact.company ? (
        <div className={s.fact}>
          <dt>Colleagues</dt>
          <dd className={s.plainFact}>
            <A className="link" href={paths.contactsOf(contact.company.id)}>
              All at {contact.company.name}
            </A>
          </dd>
        </div>
      ) : null}
    </dl>
  );
}

/** A known company keeps its id and domain only by its own name; another name is looked up or made by the server. */
function saveCompany(contact: Contact, name: string, save: (edit: Omit<ContactEdit, "contact">) => Promise<unknown>) {
  const patch: ContactPatch = name ? { company: { name } } : { companyId: null };
  const company = name ? { id: contact.companyId ?? contact.id, name, domain: null } : null;
  return save({
    patch,
    shown: { company },
    undo: { companyId: contact.companyId },
    done: name ? "Company changed." : "Company removed.",
  });
}

/** Own fields that can be shown and typed as text; nested values are left to the API. */
function customTexts(contact: Contact): [string, string][] {
  return Object.entries(contact.customFields).flatMap(([name, value]) =>
    typeof value === "string" || typeof value === "number" ? [[name, String(value)] as [string, string]] : [],
  );
}
