import { describe, expect, test } from "vitest";
import { suggestAddress } from "./suggest-address.ts";

describe("suggesting an address", () => {
  test.each([
    ["m.cote@@septiles.example", "m.cote@septiles.example"],
    ["zoe @ nordhavn.example", "zoe@nordhavn.example"],
    ["zoe@nordhavn,example", "zoe@nordhavn.example"],
    ["zoe@nordhavn..example.", "zoe@nordhavn.example"],
    ["zoe.@nordhavn.example", "zoe@nordhavn.example"],
    ["zoe (at) nordhavn (dot) example", "zoe@nordhavn.example"],
  ])("a slip of the hand is mended: %s", (written, meant) => {
    expect(suggestAddress(written)).toBe(meant);
  });

  test.each(["", "call her instead", "zoe@nordhavn", "@nordhavn.example"])("nothing is made up for “%s”", (written) => {
    expect(suggestAddress(written)).toBeNull();
  });
});
