import type { Blocklists } from "@haste/contract/nouns/blocklists";
import s from "./standing.module.css";
import { listingLooks } from "./standing-words.ts";
import { StateWords } from "./state-words.tsx";

type Listing = Blocklists["listings"][number];

/** What each list says; those that say nothing for the same reason stand in one row, so that listings are seen. */
export function Listings({ listings }: { listings: readonly Listing[] }) {
  const groups = Map.groupBy(listings, ({ list, state, detail }) => `${list} ${state} ${detail}`);
  return (
    <ul className={s.rows}>
      {[...groups].map(([key, some]) => (
        <ListingRow key={key} first={some[0] as Listing} subjects={some.map(({ subject }) => subject)} />
      ))}
    </ul>
  );
}

function ListingRow({ first, subjects }: { first: Listing; subjects: readonly string[] }) {
  const { name, state, detail, weight, page, removal } = first;
  const isListed = state === "listed";
  return (
    <li>
      <StateWords look={listingLooks[state]} />
      <div>
        <b>{name}</b> <span className="quiet">{weight === "wide" ? "asked by large receivers" : "asked by some"}</span>
        <p className={s.subjects}>{subjects.join(", ")}</p>
        <p>
          {detail}{" "}
          <a className={s.how} href={isListed ? removal : page} target="_blank" rel="noreferrer">
            {isListed ? `Ask ${name} to take it off` : `What ${name} says`}
          </a>
        </p>
      </div>
    </li>
  );
}
