import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { all, liquid } from "../../../../../tests/support/liquid.ts";
import { findZone, must } from "../../../base/index.ts";
import { tags } from "../tags/index.ts";
import { filters } from "./index.ts";

describe("filters", () => {
  test("for words show the brackets of a list, and find words in words", () => {
    all([
      ["{{ x | append: '!' }} {{ x | upcase }} {{ '*' | url_encode }}", '[1, "a"]! [1, "A"] %2A', { x: [1, "a"] }],
      ["{{ 'Hello' | where: 'ell' }}{{ x | map: 'b' | join: ',' }}", "Hellob,", { x: ["ab", "c"] }],
    ]);
  });

  test("for words do what Ruby's Liquid does", () => {
    all([
      [
        "{{ 'hELLO wORLD' | capitalize }}{{ ' a  b ' | strip | squish }}{{ 'ab' | upcase | append: 'c' | prepend: 'd' }}",
        "Hello worlda bdABc",
      ],
      [
        "{{ 'aaa' | replace: 'a', 'b' }}{{ 'aaa' | replace_first: 'a', 'b' }}{{ 'aaa' | replace_last: 'a', 'b' }}{{ 'aba' | remove: 'a' }}",
        "bbbbaaaabb",
      ],
      [
        "{{ 'Ground control' | truncate: 9 }}|{{ 'abc' | truncate: 2, '' }}|{{ 'a b c' | truncatewords: 2 }}|{{ 'a b' | truncatewords: 5 }}",
        "Ground...|ab|a b...|a b",
      ],
      [
        "{{ 'hello' | slice: 1 }}{{ 'hello' | slice: -3, 2 }}{{ 'hello' | slice: 9 }}{{ x | slice: 1, 2 | join: '' }}",
        "ell23",
        { x: [1, 2, 3] },
      ],
      [
        "{{ 'a,b,,' | split: ',' | size }}{{ ' a b ' | split: ' ' | first }}{{ 'ab' | split: '' | last }}{{ 'héllo' | size }}",
        "2ab5",
      ],
      [
        "{{ '<b>&\"' | escape }}{{ '&lt;<' | escape_once }}{{ 'a\nb' | newline_to_br }}{{ '<p>a<!-- x --></p>' | strip_html }}",
        "&lt;b&gt;&amp;&quot;&lt;&lt;a<br />\nba",
      ],
      [
        "{{ 'a b&é' | url_encode }}{{ 'a+b%26' | url_decode }}{{ 'Aé' | base64_encode | base64_decode }}",
        "a+b%26%C3%A9a b&Aé",
      ],
      [
        "{{ nil | default: 'x' }}{{ '' | default: 'y' }}{{ false | default: 'z', allow_false: true }}{{ 0 | default: 1 }}",
        "xyfalse0",
      ],
    ]);
  });

  test("for numbers, whole ones staying whole and decimal ones exact", () => {
    all([
      [
        "{{ 10 | divided_by: 4 }} {{ 10 | divided_by: 4.0 }} {{ -7 | divided_by: 2 }} {{ '20' | divided_by: '7' }}",
        "2 2.5 -4 2",
      ],
      ["{{ 0.1 | plus: 0.2 }} {{ '3.5' | minus: 1 }} {{ 3 | times: 2.0 }} {{ 1.1 | times: 3 }}", "0.3 2.5 6.0 3.3"],
      [
        "{{ -7 | modulo: 3 }} {{ 5.5 | modulo: 2 }} {{ 4.6 | ceil }} {{ -4.6 | floor }} {{ 4.5 | round }} {{ 2.675 | round: 2 }}",
        "2 1.5 5 -5 5 2.68",
      ],
      [
        "{{ -3 | abs }} {{ 3 | at_least: 5 }} {{ 3 | at_most: 2 }} {{ 'x' | plus: 1 }} {{ '12ab' | plus: 1 }}",
        "3 5 2 1 13",
      ],
    ]);
  });

  test("for lists look at fields and keep the order of the rest", () => {
    const people = [
      { n: "b", a: 2, ok: true },
      { n: "A", a: 1 },
      { n: "c", a: 3, ok: true },
    ];
    all([
      [
        "{{ x | map: 'n' | join }} {{ x | where: 'ok' | map: 'n' | join }} {{ x | reject: 'ok' | map: 'n' | join }}",
        "b A c b c A",
        { x: people },
      ],
      [
        "{{ x | sort: 'n' | map: 'n' | join }} {{ x | sort_natural: 'n' | map: 'n' | join }}",
        "A b c A b c",
        { x: people },
      ],
      [
        "{{ x | where: 'a', 3 | size }} {{ x | sum: 'a' }} {{ x | has: 'a', 9 }} {{ x | find_index: 'a', 3 }}",
        "1 6 false 2",
        { x: people },
      ],
      [
        "{{ x | uniq | join: ',' }} {{ x | reverse | join: ',' }} {{ x | compact | size }} {{ x | concat: x | size }}",
        "1,2, ,2,1,1 3 8",
        { x: [1, 1, 2, null] },
      ],
      ["{{ (1..4) | join: '' }}{{ 'a' | first }}{{ x | first }}{{ x | last }}", "12341", { x: [1, null] }],
    ]);
  });

  test("for dates, each as it is written where no zone is asked for", () => {
    all([
      [
        "{{ 'March 14, 2016' | date: '%b %-d, %y' }} {{ '14 Mar 2016 3:05 pm' | date: '%H:%M' }} {{ 1152098955 | date: '%m/%d/%Y' }}",
        "Mar 14, 16 15:05 07/05/2006",
      ],
      [
        "{{ '2016-03-14T10:00:00+02:00' | date: '%H:%M %z' }} {{ '2016-02-30' | date: '%Y' }} {{ 'x' | date: '%Y' }}{{ nil | date: '%Y' }}",
        "10:00 +0200 2016-02-30 x",
      ],
      ["{{ '2021-01-03' | date: '%A %u %w %U %W %V %G %j %s' }}", "Sunday 7 0 01 00 53 2020 003 1609632000"],
      [
        "{{ '2021-01-03 08:07:06' | date: '%e|%k|%l|%I%p|%^a|%10A|%-H|%D|%F|%T|%%|%Q' }}",
        " 3| 8| 8|08AM|SUN|    Sunday|8|01/03/21|2021-01-03|08:07:06|%|%Q",
      ],
    ]);
    const athens = must(findZone("Europe/Athens"), "zone");
    expect(
      liquid(
        "{{ '2026-01-01T23:30:00Z' | date: '%F %H:%M %z' }} {{ '2026-07-01' | date: '%F %H:%M' }}",
        {},
        { zone: athens },
      ),
    ).toBe("2026-01-02 01:30 +0200 2026-07-01 00:00");
  });

  test("of our own write names, counts, money and days", () => {
    all([
      [
        "{{ \"ELENI O'BRIEN\" | proper }} {{ 'van der Berg' | proper }} {{ 'jean-luc' | proper }} {{ 'Ada Maria' | first_word }}",
        "Eleni O'Brien van der Berg Jean-Luc Ada",
      ],
      [
        "{{ 1 | plural: 'dock' }} {{ 2 | plural: 'dock' }} {{ 3 | plural: 'city' }} {{ 2 | plural: 'child', 'children' }}",
        "dock docks cities children",
      ],
      [
        "{{ 1234567.5 | number }} {{ 1234.5 | number: 2, 'de' }} {{ 1234.5 | currency: 'EUR' }} {{ 1234.5 | currency: 'EUR', 'de' }} {{ 99 | currency: 'JPY' }}",
        "1,234,567.5 1.234,50 €1,234.50 1.234,50\u00a0€ ¥99",
      ],
      [
        "{{ '2026-11-27' | plus_days: 5 }} {{ '2026-11-27' | plus_workdays: 1 }} {{ '2026-11-30' | plus_workdays: -1 }}",
        "2026-12-02 2026-11-30 2026-11-27",
      ],
    ]);
  });
});

test("the page about the language names every tag and every filter there is", () => {
  const page = readFileSync("docs/templates.md", "utf8");
  const named = new Set([...page.matchAll(/`([\w#]+)`/g)].map(([, name]) => name));
  expect([...tags.keys(), ...filters.keys()].filter((name) => !named.has(name))).toEqual([]);
});
