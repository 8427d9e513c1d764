import type { LinkMap } from "@haste/contract/nouns/link-maps";
import { paths } from "../../app/paths.ts";
import { cx } from "../../ui/cx.ts";
import { evidenceOf, scaleOf } from "../../ui/evidence.ts";
import { A } from "../../ui/link.tsx";
import { count } from "../../ui/numbers.ts";
import { RangeBar, Rate } from "../../ui/plots/range.tsx";
import table from "../sequences.module.css";
import s from "./link-map.module.css";

interface Props {
  readonly map: LinkMap;
  readonly chosen: number | null;
  readonly onChoose: (link: number) => void;
  readonly of: { readonly sequenceId: string; readonly stepId: string };
}

/** One row per counted link, also those that stand in another text of a group. */
export function LinkTable({ map, chosen, onChoose, of }: Props) {
  const evidenceAt = (at: number) => evidenceOf(map.evidence, `/links/${at}/clickRate`);
  const most = scaleOf(map.links.map((_, at) => evidenceAt(at)));
  return (
    <div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls sideways must be reachable by keyboard */}
      <section className={s.scroll} aria-label="Clicks by link" tabIndex={0}>
        <table className={cx(table.table, s.links)}>
          <thead>
            <tr>
              <th scope="col">Link</th>
              <th scope="col" className={table.end}>
                People
              </th>
              <th scope="col" className={table.end}>
                Of mails
              </th>
              <th scope="col">95 % range</th>
              <th scope="col" className={table.end}>
                Clicks
              </th>
              <th scope="col" className={table.end}>
                Machine clicks
              </th>
            </tr>
          </thead>
          <tbody>
            {map.links.map((link, at) => {
              const evidence = evidenceAt(at);
              return (
                <tr key={link.link} data-chosen={link.link === chosen || undefined}>
                  <th scope="row">
                    <button
                      type="button"
                      className={s.link}
                      aria-pressed={link.link === chosen}
                      title={link.address ?? undefined}
                      onClick={() => onChoose(link.link)}
                    >
                      <span className="quiet num">{link.link + 1}</span>
                      <span className="cut" dir="auto">
                        {nameOf(link)}
                      </span>
                    </button>
                  </th>
                  <td className={table.end}>{count(link.people)}</td>
                  <td className={table.end}>
                    <Rate rate={link.clickRate} evidence={evidence} />
                  </td>
                  <td>
                    <RangeBar rate={link.clickRate} evidence={evidence} max={most} />
                  </td>
                  <td className={table.end}>{count(link.clicks)}</td>
                  <td className={table.end}>{count(link.machineClicks)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
      <p className={s.note}>
        {map.links.some(({ text }) => text === null) && map.html !== null
          ? "Links that are missing in the mail stand in words that only some people get. "
          : ""}
        <A className="link" href={paths.emailsBehind("clicked", of.sequenceId, of.stepId)}>
          Everybody who clicked in this step
        </A>
      </p>
    </div>
  );
}

/** Its address without what every one of them begins with; the words behind it are in the mail beside it. */
function nameOf({ address, text }: LinkMap["links"][number]): string {
  if (address === null) return "Written into single mails";
  const short = address.replace(/^https?:\/\/(?:www\.)?/i, "");
  return text === null || text === "" ? short : `${text} · ${short}`;
}
