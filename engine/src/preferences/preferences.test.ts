import { describe, expect, test } from "vitest";
import { changedTopics, readChoice } from "./choice.ts";
import { languageOf, languages } from "./language.ts";
import { fillWords, type PageWords, pageWords } from "./words.ts";

describe("the language a recipient is spoken to in", () => {
  test.each([
    [{ contact: "de-AT", accepted: "fr", zone: "Europe/Madrid" }, "de"],
    [{ contact: "nl", accepted: "fr-CA,en;q=0.8", zone: "Europe/Madrid" }, "fr"],
    [{ contact: null, accepted: "en;q=0.5, pt-BR;q=0.9, de;q=0", zone: null }, "pt"],
    [{ contact: null, accepted: "nl,ja", zone: "America/Argentina/Cordoba" }, "es"],
    [{ contact: null, accepted: null, zone: "America/Sao_Paulo" }, "pt"],
    [{ contact: null, accepted: null, zone: "Europe/Zurich" }, "en"],
    [{ contact: null, accepted: "*", zone: null }, "en"],
    [{ contact: "", accepted: "de;q=nonsense", zone: "" }, "de"],
  ] as const)("for %j is %s", (hints, language) => {
    expect(languageOf(hints)).toBe(language);
  });

  test("has every sentence in five languages, with the same places to fill", () => {
    const placesOf = (words: PageWords) => Object.values(words).map((sentence) => sentence.match(/\{\w+\}/g) ?? []);
    for (const language of languages) {
      expect(placesOf(pageWords[language])).toEqual(placesOf(pageWords.en));
      expect(Object.values(pageWords[language]).every((sentence) => sentence.length > 4)).toBe(true);
    }
    expect(fillWords(pageWords.de.paused, { date: "26. Februar 2027" })).toContain("26. Februar 2027");
  });
});

describe("a press on the page", () => {
  test.each([
    "List-Unsubscribe=One-Click",
    "",
    "choice=nothing",
    '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--',
    "topic=a&topic=b",
  ])("that says %j means everything", (body) => {
    expect(readChoice(body)).toEqual({ kind: "everything" });
  });

  test("may mean a pause, or the topics that are still ticked", () => {
    expect(readChoice("choice=pause")).toEqual({ kind: "pause" });
    expect(readChoice("topic=a&topic=b&choice=topics")).toEqual({ kind: "topics", wanted: ["a", "b"] });
    expect(readChoice("choice=topics")).toEqual({ kind: "topics", wanted: [] });
  });

  test("changes only the topics whose tick changed", () => {
    const topics = [
      { id: "news", isRefused: false },
      { id: "offers", isRefused: false },
      { id: "events", isRefused: true },
      { id: "jobs", isRefused: true },
    ];
    expect(changedTopics(topics, ["news", "events", "stranger"])).toEqual({ refused: ["offers"], wanted: ["events"] });
  });
});
