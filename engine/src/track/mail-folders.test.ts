import fc from "fast-check";
import { expect, test } from "vitest";
import { foldersOfRules, type MailFolder } from "./mail-folders.ts";

const folder = (id: string, parentId: string | null = null): MailFolder => ({ id, name: id.toUpperCase(), parentId });

test("folders below the inbox are read first, and nothing of what was sent, drafted or thrown away", () => {
  const folders = [
    ...[folder("inbox"), folder("sent"), folder("trash"), folder("old", "trash"), folder("older", "old")],
    ...[folder("archive"), folder("2026", "archive"), folder("outreach", "inbox"), folder("answers", "outreach")],
  ];
  const known = { inboxId: "inbox", leftOut: new Set(["sent", "trash"]) };
  expect(foldersOfRules(folders, known, 10)).toEqual(["outreach", "answers", "archive", "2026"]);
  expect(foldersOfRules(folders, known, 2)).toEqual(["outreach", "answers"]);
});

test("however folders lie in each other, each is read at most once, none below what is left out, and always the same ones", () => {
  const ids = ["a", "b", "c", "d", "e", "f"];
  const anyFolders = fc
    .tuple(...ids.map(() => fc.option(fc.constantFrom(...ids, "unlisted"), { nil: null })))
    .map((parents) => ids.map((id, at) => folder(id, parents[at] ?? null)));
  fc.assert(
    fc.property(anyFolders, fc.subarray(ids), fc.nat({ max: 7 }), (folders, leftOut, most) => {
      const known = { inboxId: "a", leftOut: new Set(leftOut) };
      const chosen = foldersOfRules(folders, known, most);
      expect(new Set(chosen).size).toBe(chosen.length);
      expect(chosen.length).toBeLessThanOrEqual(most);
      expect(foldersOfRules(folders.toReversed(), known, most)).toEqual(chosen);
      const parents = new Map(folders.map(({ id, parentId }) => [id, parentId]));
      for (const id of chosen) {
        expect(id).not.toBe("a");
        let above: string | null | undefined = id;
        for (let steps = 0; steps < ids.length && above !== null && above !== undefined; steps += 1) {
          expect(leftOut).not.toContain(above);
          above = parents.get(above);
        }
      }
    }),
  );
});
