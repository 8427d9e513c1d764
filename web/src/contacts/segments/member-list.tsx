import type { Contact } from "@haste/contract/nouns/crm";
import { paths } from "../../app/paths.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { A } from "../../ui/link.tsx";
import { personName } from "../../ui/person.ts";
import s from "./segments.module.css";

interface Props {
  readonly people: readonly Contact[];
  readonly label: string;
  /** Where a press would leave something behind that is not saved. */
  readonly isPlain?: boolean;
}

/** People of a segment: who they are, and where they work. */
export function MemberList({ people, label, isPlain = false }: Props) {
  return (
    <ul className={s.members} aria-label={label}>
      {people.map((person) => (
        <li key={person.id}>
          <Avatar id={person.id} name={personName(person)} size={24} />
          <div>
            <Name person={person} isPlain={isPlain} />
            <small className="cut" dir="auto">
              {[person.title, person.company?.name].filter(Boolean).join(", ") || person.email}
            </small>
          </div>
        </li>
      ))}
    </ul>
  );
}

function Name({ person, isPlain }: { person: Contact; isPlain: boolean }) {
  const shared = { className: "cut", dir: "auto", children: personName(person) };
  return isPlain ? <b {...shared} /> : <A {...shared} href={paths.contact(person.id)} />;
}
