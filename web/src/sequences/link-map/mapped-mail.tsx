import type { LinkMap } from "@haste/contract/nouns/link-maps";
import { useComputedColorScheme } from "@mantine/core";
import { useMemo } from "react";
import { MailFrame } from "../../ui/mail/mail-frame.tsx";
import { percent, plural } from "../../ui/numbers.ts";
import s from "./link-map.module.css";

type Link = LinkMap["links"][number];
interface Props {
  readonly map: LinkMap;
  readonly chosen: number | null;
  readonly onChoose: (link: number) => void;
}

/** The mail with what became of each link behind it; to press one marks its row. */
export function MappedMail({ map, chosen, onChoose }: Props) {
  const dark = useComputedColorScheme("light") === "dark";
  const html = useMemo(() => (map.html === null ? null : withBadges(map, map.html, chosen)), [map, chosen]);
  const subject = map.subject ?? "In the thread of the mail before";
  if (html === null)
    return (
      <p className={s.note}>
        This mail cannot be drawn for nobody in particular: an address in it is made of what is known of a person.
      </p>
    );
  return (
    <article className={s.mail} aria-label="The mail with its links">
      <h3 dir="auto">{subject}</h3>
      <MailFrame
        html={html}
        subject={subject}
        pictures
        dark={dark}
        onLink={(href) => {
          const link = linkOf(href);
          if (link !== null) onChoose(link);
        }}
        whyNot="a preview loads nothing."
      />
    </article>
  );
}

function linkOf(href: string): number | null {
  const [, number] = /^#link-(\d+)$/.exec(href) ?? [];
  return number === undefined ? null : Number(number);
}

// The frame knows none of our colors; white on these has 5.5 to 1 and more on light and dark alike.
const badge =
  "display:inline-block;margin-inline-start:4px;padding:0 6px;border-radius:9px;font:600 11px/18px system-ui,sans-serif;color:#fff;text-decoration:none;white-space:nowrap;vertical-align:middle;";
const looks = { plain: "background:#4b5160", chosen: "background:#4f46c8" } as const;

function withBadges({ links, isSmall }: LinkMap, html: string, chosen: number | null): string {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const anchor of page.querySelectorAll("a[href]")) {
    const number = linkOf(anchor.getAttribute("href") ?? "");
    const link = links.find((each) => each.link === number);
    if (link === undefined) continue;
    const sign = page.createElement("span");
    sign.textContent = saidOf(link, isSmall);
    sign.setAttribute("style", badge + looks[link.link === chosen ? "chosen" : "plain"]);
    anchor.append(sign);
    anchor.setAttribute("title", `${plural(link.people, "person", "people")} clicked`);
  }
  return page.documentElement.outerHTML;
}

function saidOf({ link, people, clickRate }: Link, isSmall: boolean): string {
  return `${link + 1} · ${isSmall ? plural(people, "person", "people") : percent(clickRate)}`;
}
